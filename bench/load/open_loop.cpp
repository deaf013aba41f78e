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

using std::chrono::nanoseconds;
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

Series run_lane(const DueTimes& next_due, Clock::time_point start, nanoseconds duration,
                const TimedCall& call, const std::stop_token& stop) {
  ask_for_punctuality();
  Series series;
  Clock::time_point lane_free = start;
  for (nanoseconds due = next_due(); due < duration && !stop.stop_requested(); due = next_due()) {
    wait_until(start + due);
    ++series.scheduled;
    run_call(call, start + due, lane_free, series);
  }
  series.elapsed = lane_free - start;
  return series;
}

Series run_lane_closed(Clock::time_point start, nanoseconds duration, const TimedCall& call,
                       const std::stop_token& stop) {
  Series series;
  wait_until(start);
  Clock::time_point lane_free = Clock::now();
  while (lane_free < start + duration && !stop.stop_requested()) {
    ++series.scheduled;
    run_call(call, lane_free, lane_free, series);
  }
  series.elapsed = lane_free - start;
  return series;
}

/// On a thread for each lane, all from the same instant on.
template <class RunLane>
Series run_lanes(std::size_t lanes, RunLane&& run) {
  // Far enough ahead for all threads to be waiting when the first call is due.
  const Clock::time_point start = Clock::now() + std::chrono::milliseconds(20);
  std::vector<Series> series(lanes);
  {
    std::vector<std::jthread> threads;
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      threads.emplace_back([&, lane] { series[lane] = run(lane, start); });
    }
  }
  Series all;
  for (const Series& one : series) {
    all.merge(one);
  }
  return all;
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

Series run_open_loop(const Arrivals& arrivals, const std::vector<TimedCall>& lanes,
                     const std::stop_token& stop) {
  return run_lanes(lanes.size(), [&](std::size_t lane, Clock::time_point start) {
    return run_lane(due_times(arrivals, lane, lanes.size()), start, arrivals.duration, lanes[lane],
                    stop);
  });
}

Series run_closed_loop(nanoseconds duration, const std::vector<TimedCall>& lanes,
                       const std::stop_token& stop) {
  return run_lanes(lanes.size(), [&](std::size_t lane, Clock::time_point start) {
    return run_lane_closed(start, duration, lanes[lane], stop);
  });
}

std::string find_generator_fault(const Series& series, const Arrivals& arrivals) {
  const auto late = series.lateness.quantile(kPercentile);
  const auto measured = series.from_intended.quantile(kPercentile);
  if (static_cast<double>(late.count()) > kLatenessShare * static_cast<double>(measured.count())) {
    return "the generator was late: lateness p99 " + microseconds(late) +
           " is more than a tenth of the measured p99 " + microseconds(measured);
  }
  // Of a Poisson process, so many may be missing as it varies by: three standard deviations.
  const bool varies = std::holds_alternative<PoissonArrivals>(arrivals.process);
  const double offered = arrivals.expected_calls();
  const double least = varies ? offered - 3 * std::sqrt(offered) : std::floor(offered);
  if (static_cast<double>(series.scheduled) < kAchievedShare * least) {
    return "the generator sent " + std::to_string(series.scheduled) + " of " +
           std::to_string(static_cast<std::uint64_t>(offered)) + " calls";
  }
  return {};
}

}  // namespace orbbench::bench
