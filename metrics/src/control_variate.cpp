#include "orbbench/metrics/control_variate.hpp"

#include <algorithm>
#include <boost/math/statistics/bivariate_statistics.hpp>
#include <cstddef>

namespace orbbench::metrics {

double control_weight(std::span<const double> time, std::span<const double> series,
                      std::span<const double> control) {
  using boost::math::statistics::covariance;
  constexpr std::size_t kFewest = 4;
  // Of the control's own variance: less is what rounding leaves of a straight line.
  constexpr double kLeastLeft = 1e-9;
  if (series.size() < kFewest) {
    return 0;
  }
  // Without its straight line each loses what it shares with the time.
  const double trend = covariance(time, control) / covariance(time, time);
  const double whole = covariance(control, control);
  const double alone = whole - trend * covariance(time, control);
  const double together = covariance(control, series) - trend * covariance(time, series);
  return alone > kLeastLeft * whole ? std::clamp(together / alone, 0.0, 1.0) : 0;
}

}  // namespace orbbench::metrics
