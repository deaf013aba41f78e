#include "soak/latency_drift.hpp"

#include <cmath>
#include <vector>

#include "orbbench/metrics/control_variate.hpp"
#include "soak/judgement_text.hpp"

namespace orbbench::bench {
namespace {

/// By interval: when it ended, the whole of the soak being 1, and the logarithms of both p99.
struct P99Series {
  std::vector<double> at;
  std::vector<double> p99;
  std::vector<double> floor;  ///< shorter where an interval had none
};

P99Series series_of(const SoakPlan& plan, const SoakRecord& record) {
  P99Series series;
  const double planned = seconds_of(plan.scenario.arrivals.duration);
  std::chrono::nanoseconds passed{0};
  for (const IntervalSummary& interval : record.intervals()) {
    passed += interval.length;
    if (passed <= plan.warm_up || interval.p99.count() <= 0) {
      continue;
    }
    series.at.push_back(seconds_of(passed) / planned);
    series.p99.push_back(std::log(microseconds_of(interval.p99)));
    if (interval.floor_p99.count() > 0) {
      series.floor.push_back(std::log(microseconds_of(interval.floor_p99)));
    }
  }
  return series;
}

Drift drift_of(const P99Series& series, const std::vector<double>& values) {
  std::vector<metrics::GrowthSample> samples;
  for (std::size_t i = 0; i < values.size(); ++i) {
    samples.push_back({series.at[i], values[i], 0});
  }
  const metrics::Growth growth = metrics::estimate_growth(samples, {});
  return {std::exp(growth.slope), std::exp(growth.interval.low), std::exp(growth.interval.high)};
}

}  // namespace

std::optional<LatencyDrift> estimate_drift(const SoakPlan& plan, const SoakRecord& record) {
  const P99Series series = series_of(plan, record);
  if (series.at.size() < metrics::kFewestGrowthSamples) {
    return std::nullopt;
  }
  LatencyDrift drift{.seen = drift_of(series, series.p99), .beside_floor = std::nullopt};
  if (series.floor.size() == series.p99.size()) {
    drift.floor_weight = metrics::control_weight(series.at, series.p99, series.floor);
  }
  if (drift.floor_weight > 0) {
    std::vector<double> left = series.p99;
    for (std::size_t i = 0; i < left.size(); ++i) {
      left[i] -= drift.floor_weight * series.floor[i];
    }
    drift.beside_floor = drift_of(series, left);
  }
  return drift;
}

DriftVerdict judge_drift(const LatencyDrift& drift, double limit) {
  const Drift& left = drift.beside_floor ? *drift.beside_floor : drift.seen;
  if (left.low > limit && drift.seen.ratio > limit) {
    return DriftVerdict::Drifting;
  }
  if (drift.seen.high <= limit) {
    return DriftVerdict::Steady;
  }
  if (left.high > limit) {
    return DriftVerdict::Unclear;
  }
  return drift.seen.low > limit ? DriftVerdict::Machine : DriftVerdict::Steady;
}

}  // namespace orbbench::bench
