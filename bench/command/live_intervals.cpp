#include "live_intervals.hpp"

#include <utility>

namespace orbbench::bench {

/// What it failed with is for the load to count.
void LiveIntervals::Lane::make_call() {
  const Clock::time_point sent = Clock::now();
  try {
    call();
  } catch (...) {
    const std::lock_guard lock(mutex);
    ++errors;
    throw;
  }
  const Clock::duration taken = Clock::now() - sent;
  const std::lock_guard lock(mutex);
  latencies.record(taken);
}

LiveIntervals::LiveIntervals(ProgressEvents& events, std::string series,
                             std::chrono::nanoseconds duration, std::vector<TimedCall> lanes)
    : events_(events),
      series_(std::move(series)),
      end_(Clock::now() + duration),
      told_(Clock::now()),
      lanes_(std::move(lanes)) {
  if (!events_.are_wanted()) {
    return;
  }
  for (TimedCall& call : lanes_) {
    Lane& lane = watched_.emplace_back(std::move(call));
    call = [&lane] { lane.make_call(); };
  }
  teller_ = std::jthread([this](const std::stop_token& stop) { tell_each_second(stop); });
}

LiveIntervals::~LiveIntervals() {
  if (teller_.joinable()) {
    teller_.request_stop();
    teller_.join();
    tell(Clock::now());
  }
}

void LiveIntervals::tell_each_second(const std::stop_token& stop) {
  constexpr std::chrono::seconds kBetween{1};
  std::unique_lock lock(mutex_);
  while (true) {
    never_.wait_until(lock, stop, told_ + kBetween, [] { return false; });
    if (stop.stop_requested()) {
      return;
    }
    tell(Clock::now());
  }
}

/// A lane is held up for as long as two pointers take to change places.
void LiveIntervals::tell(Clock::time_point now) {
  ProgressInterval interval;
  interval.series = series_;
  interval.length = now - told_;
  interval.left = end_ - now;
  told_ = now;
  for (Lane& lane : watched_) {
    metrics::LatencyHistogram latencies;
    {
      const std::lock_guard lock(lane.mutex);
      std::swap(latencies, lane.latencies);
      interval.errors += std::exchange(lane.errors, 0);
    }
    interval.latencies.merge(latencies);
  }
  interval.calls = interval.latencies.count() + interval.errors;
  if (interval.calls > 0) {
    events_.interval(interval);
  }
}

}  // namespace orbbench::bench
