#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>

namespace orbbench::orb_client {

struct BreakerPolicy {
  std::size_t consecutive_failures = 5;  ///< that many in a row open it
  std::size_t window = 10;               ///< the last results that are kept ...
  std::size_t window_failures = 5;       ///< ... of which that many open it, once there are so many
  std::chrono::milliseconds cool_down{5000};  ///< from its opening to the first probe
  std::size_t successes_to_close = 2;         ///< in a row, by one probe at a time
};

/// The numbers are those of the metric circuit_breaker_state.
enum class BreakerState : std::uint8_t { Closed = 0, HalfOpen = 1, Open = 2 };

const char* to_string(BreakerState state);

struct BreakerTransition {
  BreakerState from;
  BreakerState to;
  bool operator==(const BreakerTransition&) const = default;
};

/// What a call says of the health of its endpoint. `Nothing`: it was refused on this side, or
/// answered with an error that is the caller's own.
enum class BreakerVerdict : std::uint8_t { Success, Failure, Nothing };

/// Keeps calls from an endpoint that fails. Reads no clock: each question carries its time.
/// Thread-safe; nothing here blocks or calls out.
class CircuitBreaker {
 public:
  using Clock = std::chrono::steady_clock;

  /// The right to make one call, to be handed back by `leave`.
  struct Admission {
    std::uint64_t generation = 0;
  };

  struct Answer {
    std::optional<Admission> admission;  ///< none: the call must not be made
    std::optional<BreakerTransition> transition;
  };

  explicit CircuitBreaker(const BreakerPolicy& policy) : policy_(policy) {}

  Answer enter(Clock::time_point now);

  /// The result of a call that was admitted before the breaker's last transition is dropped.
  std::optional<BreakerTransition> leave(Admission admission, BreakerVerdict verdict,
                                         Clock::time_point now);

  BreakerState state() const;

 private:
  BreakerTransition move_to(BreakerState next, Clock::time_point now);
  void remember(BreakerVerdict verdict);
  bool must_open() const;

  const BreakerPolicy policy_;

  mutable std::mutex mutex_;
  BreakerState state_ = BreakerState::Closed;
  std::uint64_t generation_ = 0;
  std::deque<BreakerVerdict> results_;
  std::size_t failures_in_window_ = 0;
  std::size_t failures_in_a_row_ = 0;
  std::size_t probe_successes_ = 0;
  bool probe_is_out_ = false;
  Clock::time_point opened_at_;
};

}  // namespace orbbench::orb_client
