#pragma once

#include <span>

#include "orbbench/metrics/estimates.hpp"

namespace orbbench::metrics {

/// By how much the values after are more than those before.
struct Shift {
  double size = 0;    ///< the median of all differences (J. L. Hodges and E. L. Lehmann, 1963)
  Interval interval;  ///< with the confidence of 95 %
};

/// The interval is that of Mann and Whitney's test, made wider for correlated values as the
/// variance of their mean is. Neither side is empty.
Shift shift_of(std::span<const double> before, std::span<const double> after,
               double autocorrelation);

}  // namespace orbbench::metrics
