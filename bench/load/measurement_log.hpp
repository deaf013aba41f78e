#pragma once

#include <string>

#include "load/measurement.hpp"
#include "orbbench/metrics/interval_log.hpp"

namespace orbbench::bench {

/// Appends the intervals of all series, one after the other in time. Their tags are "latency",
/// "from_sent", "lateness" and "floor", after the name of the check and a slash; what no tag may
/// hold becomes '_'. Throws IntervalLogError.
void append_to_log(metrics::IntervalLogWriter& log, const std::string& check,
                   const Measurement& measurement);

}  // namespace orbbench::bench
