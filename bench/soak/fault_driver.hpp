#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "soak/fault_windows.hpp"

namespace orbbench::bench {

/// How faults are made and undone. Called on one thread, one after the other; what they throw, a
/// std::exception, is the fault's problem and not the soak's.
struct FaultHands {
  std::function<void(const PlannedFault&)> make = [](const PlannedFault&) {};
  /// Also after a make() that threw.
  std::function<void(const PlannedFault&)> undo = [](const PlannedFault&) {};
  /// Of a proxy's fault, once undone: how often it struck.
  std::function<std::uint64_t(const PlannedFault&)> proxy_effects = [](const PlannedFault&) {
    return std::uint64_t{0};
  };
};

/// Makes the faults of a timetable, each when its time has come, on a thread of its own.
class FaultDriver {
 public:
  using Clock = FaultWindows::Clock;

  /// `beginning` is the soak's, also where this is a later part of it: faults whose time was over
  /// at `now` are left out. All must outlive it.
  FaultDriver(const FaultTimetable& timetable, Clock::time_point beginning, Clock::time_point now,
              const FaultHands& hands, FaultWindows& windows);
  /// Undoes what is there.
  ~FaultDriver();
  FaultDriver(const FaultDriver&) = delete;
  FaultDriver& operator=(const FaultDriver&) = delete;

  /// Begins no more, and undoes what is there; returns when that is done.
  void stop();

  /// Of those that were begun, in their order.
  std::vector<FaultReport> reports() const;

 private:
  void drive(Clock::time_point beginning, Clock::time_point now, const std::stop_token& stop);
  void strike(std::size_t fault, Clock::time_point end, const std::stop_token& stop);
  /// False when there is to be an end.
  bool wait_until(Clock::time_point instant, const std::stop_token& stop);
  void attempt(std::size_t fault, const std::function<void()>& action);

  const FaultTimetable& timetable_;
  const FaultHands& hands_;
  FaultWindows& windows_;

  mutable std::mutex mutex_;
  std::condition_variable_any never_;
  std::vector<FaultReport> reports_;

  std::jthread thread_;
};

}  // namespace orbbench::bench
