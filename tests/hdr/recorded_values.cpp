#include "recorded_values.hpp"

#include <algorithm>
#include <cmath>
#include <random>

namespace orbbench::metrics {

std::vector<std::int64_t> spread_values(unsigned seed, std::size_t count) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> exponent(0, std::log10(3.59e12));
  std::vector<std::int64_t> values(count);
  std::generate(values.begin(), values.end(),
                [&] { return static_cast<std::int64_t>(std::pow(10, exponent(random))); });
  return values;
}

std::vector<std::int64_t> call_values(unsigned seed, std::size_t count) {
  std::mt19937_64 random(seed);
  std::lognormal_distribution<double> usual(12.2, 0.6);
  std::vector<std::int64_t> values(count);
  std::generate(values.begin(), values.end(),
                [&] { return static_cast<std::int64_t>(usual(random)); });
  return values;
}

LatencyHistogram histogram_of(const std::vector<std::int64_t>& values) {
  LatencyHistogram histogram;
  for (const std::int64_t value : values) {
    histogram.record(LatencyHistogram::Duration(value));
  }
  return histogram;
}

}  // namespace orbbench::metrics
