// What it costs to record a latency, beside the loop that does nothing else.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <random>

#include "orbbench/metrics/latency_histogram.hpp"

namespace {

using orbbench::metrics::LatencyHistogram;
using Durations = std::array<LatencyHistogram::Duration, 4096>;

/// What calls take: most of them about 200 us, a few far longer.
const Durations& call_durations() {
  static const Durations durations = [] {
    std::mt19937_64 random(1);
    std::lognormal_distribution<double> usual(12.2, 0.6);
    Durations values{};
    std::generate(values.begin(), values.end(), [&] {
      return LatencyHistogram::Duration(static_cast<std::int64_t>(usual(random)));
    });
    return values;
  }();
  return durations;
}

void bare_loop(benchmark::State& state) {
  const Durations& durations = call_durations();
  std::size_t at = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(durations[at++ % durations.size()].count());
  }
}

void record(benchmark::State& state) {
  const Durations& durations = call_durations();
  LatencyHistogram histogram;
  std::size_t at = 0;
  for (auto _ : state) {
    histogram.record(durations[at++ % durations.size()]);
  }
  benchmark::DoNotOptimize(histogram.count());
}

BENCHMARK(bare_loop);
BENCHMARK(record);

}  // namespace
