#pragma once

#include "checks/result.hpp"
#include "load/load_scenario.hpp"

namespace orbbench::bench {

/// Table "scenario" (setting, value): what two loads must have in common for their latencies to be
/// compared. How long they last, and their seeds, need not be.
Table scenario_table(const LoadScenario& scenario);

}  // namespace orbbench::bench
