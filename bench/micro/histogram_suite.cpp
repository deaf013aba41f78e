#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "floor.hpp"
#include "orbbench/metrics/hdr_histogram_codec.hpp"
#include "orbbench/metrics/latency_histogram.hpp"
#include "suites.hpp"

namespace orbbench::bench {
namespace {

using metrics::LatencyHistogram;
constexpr double kP99 = 0.99;

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

LatencyHistogram filled_histogram() {
  LatencyHistogram histogram;
  for (const auto duration : call_durations()) {
    histogram.record(duration);
  }
  return histogram;
}

/// The durations one after the other, and nothing made of them.
Floor bare_loop() {
  return [at = std::size_t{0}](std::uint64_t times) mutable {
    const Durations& durations = call_durations();
    for (std::uint64_t i = 0; i < times; ++i) {
      benchmark::DoNotOptimize(durations[at++ % durations.size()].count());
    }
  };
}

/// So many counts of a histogram, each read once.
Floor read_counts(std::size_t count) {
  return repeated([histogram = LatencyHistogram(), count] {
    std::uint64_t sum = 0;
    for (const std::uint64_t each : histogram.counts().first(count)) {
      sum += each;
    }
    benchmark::DoNotOptimize(sum);
  });
}

/// Of how many counts, from the least values up, the sum is above that share of all.
std::size_t counts_up_to(double share, const LatencyHistogram& histogram) {
  const double rank = share * static_cast<double>(histogram.count());
  std::size_t count = 0;
  for (double sum = 0; sum <= rank && count < LatencyHistogram::kCounts; ++count) {
    sum += static_cast<double>(histogram.counts()[count]);
  }
  return count;
}

}  // namespace

void add_histograms() {
  add_work("histogram/record", [](auto& state) {
    const Durations& durations = call_durations();
    LatencyHistogram histogram;
    std::size_t at = 0;
    measure_work(state, bare_loop(), [&] { histogram.record(durations[at++ % durations.size()]); });
    benchmark::DoNotOptimize(histogram.count());
  });
  add_work("histogram/merge", [](auto& state) {
    const LatencyHistogram part = filled_histogram();
    LatencyHistogram all;
    measure_work(state, read_counts(LatencyHistogram::kCounts), [&] { all.merge(part); });
  });
  add_work("histogram/p99", [](auto& state) {
    const LatencyHistogram histogram = filled_histogram();
    measure_work(state, read_counts(counts_up_to(kP99, histogram)),
                 [&] { benchmark::DoNotOptimize(histogram.quantile(kP99)); });
  });
  add_work("histogram/encode", [](auto& state) {
    const LatencyHistogram histogram = filled_histogram();
    measure_work(state, read_counts(LatencyHistogram::kCounts),
                 [&] { benchmark::DoNotOptimize(metrics::encode_hdr(histogram)); });
  });
  add_work("histogram/decode", [](auto& state) {
    const std::vector<std::uint8_t> octets = metrics::encode_hdr(filled_histogram());
    measure_work(state, read_counts(LatencyHistogram::kCounts),
                 [&] { benchmark::DoNotOptimize(metrics::decode_hdr(octets)); });
  });
}

}  // namespace orbbench::bench
