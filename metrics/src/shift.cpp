#include "shift.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "order_statistics.hpp"

namespace orbbench::metrics {
namespace {

constexpr double kNormalQuantile = 1.959963984540054;  // two-sided 95 %

std::vector<double> all_differences(std::span<const double> before, std::span<const double> after) {
  std::vector<double> differences;
  differences.reserve(before.size() * after.size());
  for (const double late : after) {
    for (const double early : before) {
      differences.push_back(late - early);
    }
  }
  return differences;
}

/// How many of the least and of the largest differences are outside of the interval.
std::size_t outside(double before, double after, double autocorrelation) {
  const double deviation = std::sqrt(before * after * (before + after + 1) / 12);
  const double widening = std::sqrt((1 + autocorrelation) / (1 - autocorrelation));
  const double count = before * after / 2 - kNormalQuantile * deviation * widening;
  return static_cast<std::size_t>(std::max(count, 0.0));
}

}  // namespace

Shift shift_of(std::span<const double> before, std::span<const double> after,
               double autocorrelation) {
  std::vector<double> differences = all_differences(before, after);
  const std::size_t left_out = outside(static_cast<double>(before.size()),
                                       static_cast<double>(after.size()), autocorrelation);
  Shift shift;
  shift.size = median_of(differences);
  shift.interval.low = order_statistic(differences, left_out);
  shift.interval.high = order_statistic(differences, differences.size() - 1 - left_out);
  return shift;
}

}  // namespace orbbench::metrics
