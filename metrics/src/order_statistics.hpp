#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace orbbench::metrics {

/// The value at that place of the order; changes the order of the values. `place` is less than
/// their number.
inline double order_statistic(std::vector<double>& values, std::size_t place) {
  const auto wanted = values.begin() + static_cast<std::ptrdiff_t>(place);
  std::nth_element(values.begin(), wanted, values.end());
  return *wanted;
}

/// Of at least one value.
inline double median_of(std::span<const double> values) {
  std::vector<double> copy(values.begin(), values.end());
  const double above = order_statistic(copy, copy.size() / 2);
  if (copy.size() % 2 == 1) {
    return above;
  }
  return (above + *std::max_element(copy.begin(), copy.begin() + std::ssize(copy) / 2)) / 2;
}

}  // namespace orbbench::metrics
