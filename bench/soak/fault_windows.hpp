#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <vector>

#include "soak/fault_timetable.hpp"
#include "soak/interval.hpp"

namespace orbbench::bench {

/// When the faults of a timetable were there, and which calls of the load they may be blamed for:
/// those that were due or under way meanwhile, and those that were due while one of these was kept
/// waiting, for the load's deadline beyond the fault's end at the most. Thread-safe; no lane waits
/// in it.
class FaultWindows {
 public:
  using Clock = std::chrono::steady_clock;

  FaultWindows(const FaultTimetable& timetable, std::chrono::nanoseconds deadline);

  /// Before the fault is made, and after it is undone.
  void open(std::size_t fault, Clock::time_point instant);
  void close(std::size_t fault, Clock::time_point instant);

  /// Whether a fault that was declared may be blamed; where it can be seen in the call, it is
  /// counted as an effect of that.
  bool declares(const EndedCall& call);

  /// Of those that are not its calls': what a proxy did.
  void set_effects(std::size_t fault, std::uint64_t effects);

  std::uint64_t effects(std::size_t fault) const { return windows_[fault].effects; }

  /// Whether a fault that kills the core was there at any time between these.
  bool core_was_killed(Clock::time_point begin, Clock::time_point end) const;

 private:
  /// Times since the clock's epoch.
  struct Window {
    std::atomic<std::chrono::nanoseconds> begin{std::chrono::nanoseconds::max()};
    std::atomic<std::chrono::nanoseconds> end{std::chrono::nanoseconds::max()};
    std::atomic<std::chrono::nanoseconds> aftermath{std::chrono::nanoseconds::min()};
    std::atomic<std::uint64_t> effects{0};
  };

  void prolong(Window& window, std::chrono::nanoseconds ended) const;

  const FaultTimetable& timetable_;
  std::chrono::nanoseconds deadline_;
  std::vector<Window> windows_;
};

}  // namespace orbbench::bench
