#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

#include "load/arrivals.hpp"
#include "soak/interval.hpp"

namespace orbbench::bench {

/// When the calls of a soak are due, and the intervals that they are counted by.
struct SoakSchedule {
  Arrivals arrivals;
  std::chrono::nanoseconds interval{0};
  std::size_t first_interval = 0;  ///< those before it were in former parts
  /// How long beyond the schedule's end calls that are due may still be sent.
  std::chrono::nanoseconds grace{0};

  std::size_t intervals() const;
};

/// An open loop that runs for hours and gives what it measured interval by interval. There is one
/// schedule, which never waits: an interval is but a mark on it. A call counts for the interval in
/// which it was due, from when it was due, so that a stall is charged to all calls that it kept
/// waiting, however many intervals it lasts. An interval is complete when each lane has gone beyond
/// it. Runs from its construction on; its threads end with it. One thread takes the intervals.
class SoakLoad {
 public:
  using Clock = std::chrono::steady_clock;

  /// Whether a declared fault may be blamed for a call. Called on each lane's thread.
  using Declares = std::function<bool(const EndedCall&)>;

  SoakLoad(
      const SoakSchedule& schedule, const std::vector<TimedCall>& lanes,
      Declares declares = [](const EndedCall&) { return false; });
  ~SoakLoad();
  SoakLoad(const SoakLoad&) = delete;
  SoakLoad& operator=(const SoakLoad&) = delete;

  /// When an interval begins, that after the last one included.
  Clock::time_point begin_of(std::size_t interval) const;

  /// Waits until then; less long where the interval becomes complete or `stop` is asked for.
  void wait(Clock::time_point instant, std::size_t interval, const std::stop_token& stop);

  /// The calls of an interval that is complete; of each interval once.
  std::optional<IntervalCalls> take(std::size_t interval);

  /// Calls that have come to their end, in whatever way.
  std::uint64_t calls_made() const { return calls_made_; }

  /// Sends no more calls; returns when those that are out have ended. All intervals are complete
  /// then.
  void stop();

 private:
  class LaneLog;
  void run_lane(std::size_t lane, std::size_t lanes, const TimedCall& call,
                const std::stop_token& stop);
  bool idle_until(Clock::time_point instant, const std::stop_token& stop);
  void put(std::size_t interval, const IntervalCalls& calls);
  void advance(std::size_t lane, std::size_t interval);
  bool is_complete(std::size_t interval) const;

  SoakSchedule schedule_;
  Declares declares_;
  Clock::time_point origin_;
  std::atomic<std::uint64_t> calls_made_{0};

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::map<std::size_t, IntervalCalls> calls_;
  std::vector<std::size_t> positions_;  ///< of each lane: the interval that it is in

  std::vector<std::jthread> threads_;
};

}  // namespace orbbench::bench
