#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "load/open_loop.hpp"
#include "orbbench/metrics/latency_histogram.hpp"
#include "progress_events.hpp"

namespace orbbench::bench {

/// Tells once a second what the calls of a load take while it goes on, from when they are sent: the
/// load's own figures, from when they are due, are there when it is over. Where no events are
/// wanted the lanes are left as they are.
class LiveIntervals {
 public:
  LiveIntervals(ProgressEvents& events, std::string series, std::chrono::nanoseconds duration,
                std::vector<TimedCall> lanes);
  /// Once the lanes are idle. Tells what the last second brought.
  ~LiveIntervals();
  LiveIntervals(const LiveIntervals&) = delete;
  LiveIntervals& operator=(const LiveIntervals&) = delete;

  /// To be called instead of those given, each by one thread, as long as this lives.
  const std::vector<TimedCall>& lanes() const { return lanes_; }

 private:
  using Clock = std::chrono::steady_clock;

  struct Lane {
    explicit Lane(TimedCall made) : call(std::move(made)) {}
    void make_call();

    TimedCall call;
    std::mutex mutex;
    metrics::LatencyHistogram latencies;
    std::uint64_t errors = 0;
  };

  void tell_each_second(const std::stop_token& stop);
  void tell(Clock::time_point now);

  ProgressEvents& events_;
  const std::string series_;
  const Clock::time_point end_;
  Clock::time_point told_;
  std::list<Lane> watched_;
  std::vector<TimedCall> lanes_;
  std::mutex mutex_;
  std::condition_variable_any never_;
  std::jthread teller_;
};

}  // namespace orbbench::bench
