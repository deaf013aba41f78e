#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>
#include <string>

#include "load/measurement.hpp"
#include "orbbench/metrics/seeded_random.hpp"

namespace orbbench::tests {

/// What a latency run measures of a core of 50 us over a floor of 20 us: log-normal, with what
/// disturbs an interval lasting into the next, and the machine's own speed in both.
struct SimulatedLoad {
  double slowdown = 0;      ///< of the core: 0.1 is 10 %
  double machine = 1;       ///< how many times as long as usual all takes
  double disturbance = 0;   ///< standard deviation of an interval's logarithm; 0.7 of it lasts
  double start_spread = 0;  ///< of the logarithm of the core's speed from run to run
  std::size_t intervals = 50;
  std::size_t calls = 100;  ///< of an interval
};

class SimulatedRun {
 public:
  SimulatedRun(const SimulatedLoad& load, std::uint64_t seed) : load_(load), random_(seed) {}

  bench::Measurement measure() {
    bench::Measurement measurement;
    measurement.offered_rate = 1000;
    measurement.started.emplace_back();
    const double core =
        std::log(load_.machine) + std::log1p(load_.slowdown) + load_.start_spread * normal();
    double disturbance = 0;
    for (std::size_t i = 0; i < load_.intervals; ++i) {
      constexpr double kKept = 0.7;
      disturbance =
          kKept * disturbance + load_.disturbance * std::sqrt(1 - kKept * kKept) * normal();
      add_interval(50'000, core + disturbance, measurement.calls);
      add_interval(20'000, std::log(load_.machine), measurement.floor);
    }
    return measurement;
  }

  // G. E. P. Box and M. E. Muller, 1958.
  double normal() {
    const double radius = std::sqrt(-2 * std::log(1 - random_.fraction()));
    return radius * std::cos(2 * std::numbers::pi * random_.fraction());
  }

 private:
  void add_interval(double nanoseconds, double shift, bench::Series& series) {
    constexpr double kSpread = 0.2;
    metrics::LatencyHistogram histogram;
    for (std::size_t call = 0; call < load_.calls; ++call) {
      const double took = nanoseconds * std::exp(shift + kSpread * normal());
      histogram.record(std::chrono::nanoseconds(static_cast<std::int64_t>(took)));
    }
    series.from_intended.merge(histogram);
    series.from_sent.merge(histogram);
    const bench::SparseHistogram interval(histogram);
    series.intervals.push_back({interval, interval, {}});
    series.interval_length = std::chrono::milliseconds(100);
    series.elapsed += series.interval_length;
  }

  SimulatedLoad load_;
  metrics::SeededRandom random_;
};

/// As the command makes it of a measurement.
inline bench::CheckResult latency_check(const bench::Measurement& measurement,
                                        const std::string& name = "latency.ping") {
  return {name,
          bench::Verdict::Pass,
          "p50",
          bench::figures_of(measurement),
          {},
          {{"scenario", {"setting", "value"}, {{"lanes", "4"}}}},
          bench::histograms_of(measurement)};
}

}  // namespace orbbench::tests
