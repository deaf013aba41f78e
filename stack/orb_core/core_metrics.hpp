#pragma once

#include <vector>

#include "orbbench/metrics/endpoint.hpp"
#include "servants/servants.hpp"

namespace orbbench::orb_core {

/// All series of the core, taken at one instant, in the order that their readers rely on.
/// Thread-safe.
std::vector<metrics::ServedFamily> collect_metrics(const CoreState& core);

}  // namespace orbbench::orb_core
