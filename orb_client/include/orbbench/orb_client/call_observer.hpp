#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

#include "orbbench/orb_client/circuit_breaker.hpp"
#include "orbbench/orb_client/errors.hpp"

namespace orbbench::orb_client {

enum class Outcome {
  Success,
  Timeout,
  Unreachable,
  RemoteError,
  ProtocolError,
  Refused,      ///< by the pool or the operation's bulkhead
  BreakerOpen,  ///< by the breakers of all endpoints
  CallerError   ///< the caller's own code or values, before or after the core answered
};

inline constexpr std::size_t kOutcomeCount = 8;

const char* to_string(Outcome outcome);

/// The lane of a call that never had one.
inline constexpr std::size_t kNoLane = std::numeric_limits<std::size_t>::max();

/// One call as it ended: of a lane, or of a CoreClient after all its attempts. The texts live at
/// least as long as the pool or the client.
struct CallRecord {
  std::string_view operation;
  std::size_t lane;  ///< of the last attempt
  Outcome outcome;
  std::chrono::steady_clock::duration elapsed;
  std::string_view endpoint;  ///< of the last attempt; empty when none was made
  std::uint32_t attempt = 1;  ///< how many times the endpoints were gone through
  Completion completion = Completion::Yes;
};

/// At the next endpoint at once, or from the first one on after a delay.
enum class RetryCourse { FailsOver, BacksOff };

/// A try that failed and is followed by another one.
struct RetryRecord {
  std::string_view operation;
  std::string_view endpoint;  ///< where it failed
  std::uint32_t attempt = 1;
  Outcome outcome = Outcome::Unreachable;
  Completion completion = Completion::No;
  RetryCourse course = RetryCourse::BacksOff;
  std::chrono::steady_clock::duration delay{};
};

struct BreakerRecord {
  std::string_view operation;
  std::string_view endpoint;
  BreakerTransition transition;
};

/// Told of each call after it ended, on the calling thread, with no lock held. It must not throw,
/// and is called by any number of threads at once.
class CallObserver {
 public:
  virtual ~CallObserver() = default;
  virtual void on_call(const CallRecord& record) = 0;
  virtual void on_retry(const RetryRecord& /*record*/) {}
  virtual void on_transition(const BreakerRecord& /*record*/) {}
};

}  // namespace orbbench::orb_client
