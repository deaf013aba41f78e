#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <vector>

#include "orbbench/metrics/seeded_random.hpp"

namespace orbbench::tests {

/// A figure over runs: normal noise of one unit, of which each carries a part of the one before it.
struct SeriesShape {
  std::size_t count = 40;
  double autocorrelation = 0;
  double outliers = 0;  ///< the share of values to which up to six units and more are added
  std::vector<std::size_t> steps = {};  ///< the level goes up at the first, down at the second, ...
  double step = 0;                      ///< in units
};

class SimulatedNoise {
 public:
  explicit SimulatedNoise(std::uint64_t seed) : random_(seed) {}

  /// By G. E. P. Box and M. E. Muller (1958).
  double normal() {
    const double radius = std::sqrt(-2 * std::log(1 - random_.fraction()));
    return radius * std::cos(2 * std::numbers::pi * random_.fraction());
  }
  double fraction() { return random_.fraction(); }

 private:
  metrics::SeededRandom random_;
};

inline std::vector<double> simulated_series(const SeriesShape& shape, std::uint64_t seed) {
  SimulatedNoise noise(seed);
  const double fresh = std::sqrt(1 - shape.autocorrelation * shape.autocorrelation);
  std::vector<double> values;
  double carried = noise.normal();
  for (std::size_t i = 0; i < shape.count; ++i) {
    carried = shape.autocorrelation * carried + fresh * noise.normal();
    std::size_t steps = 0;
    for (const std::size_t place : shape.steps) {
      steps += i >= place ? 1U : 0U;
    }
    values.push_back(carried + (steps % 2 == 1 ? shape.step : 0));
    if (noise.fraction() < shape.outliers) {
      values.back() += 6 * std::abs(noise.normal());
    }
  }
  return values;
}

/// One unit of noise in the figures of simulated_figures(): 3 % of the value.
inline constexpr double kNoise = 0.03;

/// The same as figures of some 200.
inline std::vector<double> simulated_figures(const SeriesShape& shape, std::uint64_t seed) {
  std::vector<double> values = simulated_series(shape, seed);
  for (double& value : values) {
    value = 200 * std::exp(kNoise * value);
  }
  return values;
}

}  // namespace orbbench::tests
