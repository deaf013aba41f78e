#pragma once

#include <optional>

#include "orbbench/metrics/estimates.hpp"

namespace orbbench::metrics {

/// What an interval says of "no more than the margin worse" (ICH E9, 3.3.2, and E10, 1.5.1). That
/// no difference was found is never enough: Shown needs an interval that has no room for one.
enum class NonInferiority {
  Shown,      ///< the whole interval is under the limit
  Refuted,    ///< the whole interval is over it
  Undecided,  ///< it straddles the limit
  NotMeasured
};

/// `limit` is the largest ratio that is let pass: 1.05 for a margin of 5 %. Nothing, or an interval
/// that is not one, was not measured. The two-sided 95 % interval makes it the customary one-sided
/// test at 2.5 %.
NonInferiority judge_non_inferiority(const std::optional<Interval>& ratio, double limit);

/// The margin is nothing beyond what the measurement cannot tell: Refuted when the whole interval
/// is over 1; Undecided when it is so wide that it reaches over `coarsest`; else Shown.
NonInferiority judge_no_increase(const std::optional<Interval>& ratio, double coarsest);

}  // namespace orbbench::metrics
