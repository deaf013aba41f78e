#pragma once

#include "orbbench/store/stored_run.hpp"
#include "soak/soak_record.hpp"

namespace orbbench::bench {

/// Adds the curves of the intervals, by the second at which each ended.
void add_points(const SoakRecord& record, store::StoredRun& run);

}  // namespace orbbench::bench
