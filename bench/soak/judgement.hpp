#pragma once

#include <vector>

#include "checks/result.hpp"
#include "soak/soak_plan.hpp"
#include "soak/soak_record.hpp"

namespace orbbench::bench {

/// The checks soak.end, soak.errors, soak.latency, soak.memory, soak.ledger, soak.resources; and
/// soak.faults where the plan has some.
std::vector<CheckResult> judge_soak(const SoakPlan& plan, const SoakRecord& record,
                                    const SoakEnd& end);

}  // namespace orbbench::bench
