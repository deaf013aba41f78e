#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orbbench::console {

/// What a check came to, as the run that did it said.
struct CheckResult {
  std::string check;    ///< "memory.zeroised"
  std::string verdict;  ///< pass, fail, inconclusive, invalid
  std::string summary;  ///< one line
  std::map<std::string, double> figures;
  std::vector<std::string> details;  ///< what it was seen by; of witness.* the places
  std::string run;                   ///< the id that it is kept under; empty where it is not kept
  std::chrono::system_clock::time_point time;
};

/// The latest result of each check: of the runs of this session, and of what was kept before. On
/// the UI thread only.
class RunBook {
 public:
  /// Of two results of one check the later one counts, whichever comes first.
  void record(CheckResult result);

  std::optional<CheckResult> latest(std::string_view check) const;

  /// That of each check, by its name.
  std::vector<CheckResult> all() const;

  /// Grows with each result that counts: what was shown at the same number needs no new look.
  std::uint64_t revision() const { return revision_; }

 private:
  std::map<std::string, CheckResult, std::less<>> latest_;
  std::uint64_t revision_ = 0;
};

}  // namespace orbbench::console
