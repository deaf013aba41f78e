#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace orbbench::interop {

enum class Outcome {
  Pass,
  Fail,
  Unsupported,  ///< fails, as is declared for this kind of peer
  Skipped,      ///< not run: the peer does not serve the interface, say
};

const char* to_string(Outcome outcome);

/// One case against one peer.
struct CaseResult {
  std::string id;
  std::string interface;
  std::string peer;
  Outcome outcome = Outcome::Skipped;
  /// One line: what was expected and what came, why it was skipped or declared.
  std::string detail;
  bool stale = false;  ///< declared unsupported, and passes all the same
  std::chrono::milliseconds elapsed{0};
};

struct MatrixPeer {
  std::string name;
  std::string kind;
  std::string interfaces;
};

/// Cases by peers: the results of one peer after those of the other, each in the order of cases.
struct Matrix {
  std::string started_at;  ///< UTC, ISO 8601
  std::vector<MatrixPeer> peers;
  std::vector<CaseResult> results;

  std::size_t count(Outcome outcome, const std::string& peer = {}) const;
  std::size_t stale() const;

  /// 0 when no case failed, 1 when one did, 3 when none was run at all.
  int exit_code() const;
};

}  // namespace orbbench::interop
