#include "orbbench/metrics/control_variate.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

namespace orbbench::metrics {
namespace {

double mean(std::span<const double> values) {
  return std::reduce(values.begin(), values.end()) / static_cast<double>(values.size());
}

double product(std::span<const double> left, std::span<const double> right) {
  return std::inner_product(left.begin(), left.end(), right.begin(), 0.0);
}

std::vector<double> centred(std::span<const double> values) {
  std::vector<double> from_mean(values.begin(), values.end());
  const double middle = mean(values);
  std::ranges::for_each(from_mean, [middle](double& value) { value -= middle; });
  return from_mean;
}

/// What is left of values without their straight line; `time` is centred.
std::vector<double> without_trend(std::span<const double> time, std::span<const double> values) {
  std::vector<double> left = centred(values);
  const double slope = product(time, left) / product(time, time);
  for (std::size_t i = 0; i < left.size(); ++i) {
    left[i] -= slope * time[i];
  }
  return left;
}

}  // namespace

double control_weight(std::span<const double> time, std::span<const double> series,
                      std::span<const double> control) {
  constexpr std::size_t kFewest = 4;
  // Of the control's own movement: less is what rounding leaves of a straight line.
  constexpr double kLeastLeft = 1e-9;
  if (series.size() < kFewest) {
    return 0;
  }
  const std::vector<double> clock = centred(time);
  const std::vector<double> moved = without_trend(clock, control);
  const std::vector<double> all = centred(control);
  const double alone = product(moved, moved);
  if (alone <= kLeastLeft * product(all, all)) {
    return 0;
  }
  return std::clamp(product(moved, without_trend(clock, series)) / alone, 0.0, 1.0);
}

}  // namespace orbbench::metrics
