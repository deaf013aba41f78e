#pragma once

#include <chrono>
#include <cstddef>

namespace orbbench::bench {

/// For a thread that others wait for: asks the system to wake it on time, and before other work.
/// Only some users may have the latter; without it, the lateness that is measured decides.
void ask_for_punctuality();

/// How the thread of one lane waits until its next call is due: it sleeps for most of the time and
/// spins for the rest, as long as this machine turns out to wake it late. Made on that thread,
/// whose scheduling it changes; used by it alone.
class LanePace {
 public:
  /// `lanes` are all that wait at the same time. Together they spin for half of one processor's
  /// time at the most, so that the core keeps the rest.
  explicit LanePace(std::size_t lanes);

  /// Returns at `instant` or as soon after it as the machine lets this thread; at once when it has
  /// passed.
  void wait_until(std::chrono::steady_clock::time_point instant);

  /// How long before an instant it wakes up now.
  std::chrono::nanoseconds spin() const { return spin_; }

 private:
  using Clock = std::chrono::steady_clock;

  void learn(std::chrono::nanoseconds overslept);
  bool may_spin(Clock::time_point now) const;

  double share_;
  Clock::time_point begin_;
  std::chrono::nanoseconds spun_{0};
  std::chrono::nanoseconds spin_;
};

}  // namespace orbbench::bench
