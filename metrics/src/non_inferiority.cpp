#include "orbbench/metrics/non_inferiority.hpp"

#include <cmath>

namespace orbbench::metrics {
namespace {

bool is_measured(const std::optional<Interval>& interval) {
  return interval && !std::isnan(interval->low) && !std::isnan(interval->high) &&
         interval->low <= interval->high;
}

}  // namespace

NonInferiority judge_non_inferiority(const std::optional<Interval>& ratio, double limit) {
  if (!is_measured(ratio)) {
    return NonInferiority::NotMeasured;
  }
  if (ratio->high < limit) {
    return NonInferiority::Shown;
  }
  return ratio->low > limit ? NonInferiority::Refuted : NonInferiority::Undecided;
}

NonInferiority judge_no_increase(const std::optional<Interval>& ratio, double coarsest) {
  if (!is_measured(ratio)) {
    return NonInferiority::NotMeasured;
  }
  if (ratio->low > 1) {
    return NonInferiority::Refuted;
  }
  return ratio->high < coarsest ? NonInferiority::Shown : NonInferiority::Undecided;
}

}  // namespace orbbench::metrics
