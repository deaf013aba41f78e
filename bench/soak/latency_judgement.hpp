#pragma once

#include "checks/result.hpp"
#include "soak/soak_plan.hpp"
#include "soak/soak_record.hpp"

namespace orbbench::bench {

/// The check soak.latency: p99 against its limit, and its drift over the soak; invalid where the
/// generator is to blame.
CheckResult judge_latency(const SoakPlan& plan, const SoakRecord& record, const SoakEnd& end);

}  // namespace orbbench::bench
