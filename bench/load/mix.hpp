#pragma once

#include <cstddef>
#include <vector>

#include "load/load_scenario.hpp"
#include "load/open_loop.hpp"

namespace orbbench::bench {

/// What one lane calls: one of `operations`, which are those of the scenario's mix, by their
/// weights; by the scenario's seed, and each lane by its own choices.
TimedCall mixed_call(const LoadScenario& scenario, std::vector<TimedCall> operations,
                     std::size_t lane);

}  // namespace orbbench::bench
