#pragma once

#include "checks/result.hpp"
#include "soak/soak_plan.hpp"
#include "soak/soak_record.hpp"

namespace orbbench::bench {

/// The check soak.memory: what the core keeps of the memory that calls made it take.
CheckResult judge_memory(const SoakPlan& plan, const SoakRecord& record);

/// The check soak.ledger: live objects, all and by site, and the rules of bookkeeping.
CheckResult judge_ledger(const SoakPlan& plan, const SoakRecord& record);

/// The check soak.resources: descriptors, connections, threads.
CheckResult judge_resources(const SoakPlan& plan, const SoakRecord& record);

}  // namespace orbbench::bench
