#include "load/open_loop.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <exception>
#include <thread>

#include "load/awake_processors.hpp"
#include "load/pacing.hpp"
#include "load/series_recorder.hpp"

namespace orbbench::bench {
namespace {

using std::chrono::nanoseconds;
using Clock = std::chrono::steady_clock;

constexpr double kLatenessShare = 0.1;
constexpr double kAchievedShare = 0.99;
constexpr double kPercentile = 0.99;

/// When a lane was free again after its last call; and when it would have been, had this generator
/// never been late: what its own lateness has delayed is its own lateness too.
struct Lane {
  Clock::time_point free;
  Clock::time_point punctually_free;
};

void run_call(const TimedCall& call, Clock::time_point due, Lane& lane, SeriesRecorder& recorder) {
  const Clock::time_point could_be_sent = std::max(due, lane.punctually_free);
  const Clock::time_point sent = Clock::now();
  try {
    call();
  } catch (const std::exception& error) {
    recorder.record_error(error.what());
  }
  lane.free = Clock::now();
  lane.punctually_free = could_be_sent + (lane.free - sent);
  recorder.record({lane.free - due, lane.free - sent, sent - could_be_sent});
}

Series run_lane(const DueTimes& next_due, Clock::time_point start, nanoseconds duration,
                const TimedCall& call, LanePace pace, const std::stop_token& stop) {
  SeriesRecorder recorder(duration);
  Lane lane{start, start};
  for (nanoseconds due = next_due(); due < duration && !stop.stop_requested(); due = next_due()) {
    recorder.turn_to(due);
    pace.wait_until(start + due);
    run_call(call, start + due, lane, recorder);
  }
  return recorder.finish(lane.free - start);
}

Series run_lane_closed(Clock::time_point start, nanoseconds duration, const TimedCall& call,
                       const std::stop_token& stop) {
  SeriesRecorder recorder(duration);
  std::this_thread::sleep_until(start);
  Lane lane{Clock::now(), start};
  while (lane.free < start + duration && !stop.stop_requested()) {
    recorder.turn_to(lane.free - start);
    run_call(call, lane.free, lane, recorder);
  }
  return recorder.finish(lane.free - start);
}

/// On a thread for each lane, all from the same instant on.
template <class RunLane>
Series run_lanes(std::size_t lanes, RunLane&& run) {
  const AwakeProcessors awake;
  // Far enough ahead for all threads to be waiting when the first call is due: each has histograms
  // to make, which took 64 ms for 32 lanes on a busy machine.
  const auto lead = std::chrono::milliseconds(20 + 2 * lanes);
  const Clock::time_point start = Clock::now() + lead;
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
  add_counts(other);
  intervals.resize(std::max(intervals.size(), other.intervals.size()));
  for (std::size_t i = 0; i < other.intervals.size(); ++i) {
    intervals[i].from_intended.merge(other.intervals[i].from_intended);
    intervals[i].from_sent.merge(other.intervals[i].from_sent);
    intervals[i].lateness.merge(other.intervals[i].lateness);
  }
  elapsed = std::max(elapsed, other.elapsed);
}

void Series::append(const Series& later) {
  add_counts(later);
  intervals.insert(intervals.end(), later.intervals.begin(), later.intervals.end());
  elapsed += later.elapsed;
}

void Series::add_counts(const Series& other) {
  from_intended.merge(other.from_intended);
  from_sent.merge(other.from_sent);
  lateness.merge(other.lateness);
  scheduled += other.scheduled;
  errors += other.errors;
  if (first_error.empty()) {
    first_error = other.first_error;
  }
  interval_length = std::max(interval_length, other.interval_length);
}

double Series::achieved_rate() const {
  const double seconds = std::chrono::duration<double>(elapsed).count();
  return seconds > 0 ? static_cast<double>(calls()) / seconds : 0;
}

Series run_open_loop(const Arrivals& arrivals, const std::vector<TimedCall>& lanes,
                     const std::stop_token& stop) {
  return run_lanes(lanes.size(), [&](std::size_t lane, Clock::time_point start) {
    return run_lane(due_times(arrivals, lane, lanes.size()), start, arrivals.duration, lanes[lane],
                    LanePace(lanes.size()), stop);
  });
}

Series run_closed_loop(nanoseconds duration, const std::vector<TimedCall>& lanes,
                       const std::stop_token& stop) {
  return run_lanes(lanes.size(), [&](std::size_t lane, Clock::time_point start) {
    return run_lane_closed(start, duration, lanes[lane], stop);
  });
}

std::string find_lateness_fault(const metrics::LatencyHistogram& lateness,
                                const metrics::LatencyHistogram& measured) {
  const auto late = lateness.quantile(kPercentile);
  const auto whole = measured.quantile(kPercentile);
  if (static_cast<double>(late.count()) <= kLatenessShare * static_cast<double>(whole.count())) {
    return {};
  }
  return "the generator was late: lateness p99 " + microseconds(late) +
         " is more than a tenth of the measured p99 " + microseconds(whole);
}

std::string find_generator_fault(const Series& series, const Arrivals& arrivals) {
  std::string late = find_lateness_fault(series.lateness, series.from_intended);
  if (!late.empty()) {
    return late;
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
