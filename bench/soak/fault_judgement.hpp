#pragma once

#include "checks/result.hpp"
#include "soak/soak_plan.hpp"
#include "soak/soak_record.hpp"

namespace orbbench::bench {

/// The check soak.faults: invalid where a fault of the timetable had no effect, or could not be
/// made: what a core bears that nobody did to it says nothing.
CheckResult judge_faults(const SoakPlan& plan, const SoakRecord& record, const SoakEnd& end);

}  // namespace orbbench::bench
