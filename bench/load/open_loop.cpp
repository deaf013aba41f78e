#include "load/open_loop.hpp"

#include <pthread.h>
#include <sched.h>
#include <sys/prctl.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <exception>
#include <thread>

namespace orbbench::bench {
namespace {

using Clock = std::chrono::steady_clock;

// A timed wait wakes up to this much late here; the rest is spun.
constexpr std::chrono::microseconds kSpin{150};
constexpr double kLatenessShare = 0.1;
constexpr double kAchievedShare = 0.99;
constexpr double kPercentile = 0.99;

// So that other work of the machine does not make the generator late. Only some users may; without
// it, the lateness that is measured decides.
void ask_for_punctuality() {
  prctl(PR_SET_TIMERSLACK, 1UL);
  const sched_param priority{.sched_priority = 1};
  pthread_setschedparam(pthread_self(), SCHED_RR, &priority);
}

void wait_until(Clock::time_point instant) {
  if (instant - Clock::now() > kSpin) {
    std::this_thread::sleep_until(instant - kSpin);
  }
  while (Clock::now() < instant) {
  }
}

/// The calls of one lane: every `lanes`th of the schedule.
class LaneSchedule {
 public:
  LaneSchedule(const OpenLoop& load, Clock::time_point start, std::size_t lane, std::size_t lanes)
      : start_(start),
        step_ns_(1e9 / load.rate_per_second),
        end_(start + load.duration),
        call_(lane),
        lanes_(lanes) {}

  Clock::time_point due() const {
    const double offset_ns = step_ns_ * static_cast<double>(call_);
    return start_ + std::chrono::nanoseconds(std::llround(offset_ns));
  }
  bool ended() const { return due() >= end_; }
  void advance() { call_ += lanes_; }

 private:
  Clock::time_point start_;
  double step_ns_;
  Clock::time_point end_;
  std::size_t call_;
  std::size_t lanes_;
};

void run_call(const TimedCall& call, Clock::time_point due, Clock::time_point& lane_free,
              Series& series) {
  const Clock::time_point could_be_sent = std::max(due, lane_free);
  const Clock::time_point sent = Clock::now();
  try {
    call();
  } catch (const std::exception& error) {
    if (series.errors++ == 0) {
      series.first_error = error.what();
    }
  }
  lane_free = Clock::now();
  series.from_intended.record(lane_free - due);
  series.from_sent.record(lane_free - sent);
  series.lateness.record(sent - could_be_sent);
}

Series run_lane(LaneSchedule schedule, const TimedCall& call, Clock::time_point start,
                const std::stop_token& stop) {
  ask_for_punctuality();
  Series series;
  Clock::time_point lane_free = start;
  for (; !schedule.ended() && !stop.stop_requested(); schedule.advance()) {
    wait_until(schedule.due());
    ++series.scheduled;
    run_call(call, schedule.due(), lane_free, series);
  }
  series.elapsed = lane_free - start;
  return series;
}

std::string microseconds(std::chrono::nanoseconds duration) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f us", static_cast<double>(duration.count()) / 1e3);
  return text;
}

}  // namespace

void Series::merge(const Series& other) {
  from_intended.merge(other.from_intended);
  from_sent.merge(other.from_sent);
  lateness.merge(other.lateness);
  scheduled += other.scheduled;
  errors += other.errors;
  if (first_error.empty()) {
    first_error = other.first_error;
  }
  elapsed = std::max(elapsed, other.elapsed);
}

double Series::achieved_rate() const {
  const double seconds = std::chrono::duration<double>(elapsed).count();
  return seconds > 0 ? static_cast<double>(calls()) / seconds : 0;
}

Series run_open_loop(const OpenLoop& load, const std::vector<TimedCall>& lanes,
                     const std::stop_token& stop) {
  // Far enough ahead for all threads to be waiting when the first call is due.
  const Clock::time_point start = Clock::now() + std::chrono::milliseconds(20);
  std::vector<Series> series(lanes.size());
  {
    std::vector<std::jthread> threads;
    for (std::size_t lane = 0; lane < lanes.size(); ++lane) {
      threads.emplace_back([&, lane] {
        series[lane] =
            run_lane(LaneSchedule(load, start, lane, lanes.size()), lanes[lane], start, stop);
      });
    }
  }
  Series all;
  for (const Series& one : series) {
    all.merge(one);
  }
  return all;
}

std::string find_generator_fault(const Series& series, const OpenLoop& load) {
  const auto late = series.lateness.quantile(kPercentile);
  const auto measured = series.from_intended.quantile(kPercentile);
  if (static_cast<double>(late.count()) > kLatenessShare * static_cast<double>(measured.count())) {
    return "the generator was late: lateness p99 " + microseconds(late) +
           " is more than a tenth of the measured p99 " + microseconds(measured);
  }
  const double offered =
      load.rate_per_second * std::chrono::duration<double>(load.duration).count();
  if (static_cast<double>(series.scheduled) < kAchievedShare * std::floor(offered)) {
    return "the generator sent " + std::to_string(series.scheduled) + " of " +
           std::to_string(static_cast<std::uint64_t>(offered)) + " calls";
  }
  return {};
}

}  // namespace orbbench::bench
