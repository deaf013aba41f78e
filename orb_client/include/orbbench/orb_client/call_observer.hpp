#pragma once

#include <chrono>
#include <cstddef>
#include <string_view>

namespace orbbench::orb_client {

enum class Outcome { Success, Timeout, Unreachable, RemoteError, ProtocolError };

const char* to_string(Outcome outcome);

/// One call as it ended. The operation's name outlives the process.
struct CallRecord {
  std::string_view operation;
  std::size_t lane;
  Outcome outcome;
  std::chrono::steady_clock::duration elapsed;
};

/// Told of each call after it ended, on the calling thread, with no lock held. It must not throw.
class CallObserver {
 public:
  virtual ~CallObserver() = default;
  virtual void on_call(const CallRecord& record) = 0;
};

}  // namespace orbbench::orb_client
