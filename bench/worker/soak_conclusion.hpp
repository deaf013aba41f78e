#pragma once

#include <vector>

#include "orbbench/store/stored_run.hpp"
#include "orbbench/work/work_run.hpp"
#include "worker/soak_item.hpp"

namespace orbbench::bench {

/// A shared soak's result: the verdicts of a soak on the merged stretches; soak.items, whether all
/// of them are there and no attempt failed at the core; and soak.rate, whether its generators
/// worked together. A run of kind "soak" under the work's own id. Throws StoreError for an item
/// whose result is no interval.
store::StoredRun conclude_soak(const SharedSoak& soak, const work::RunInfo& run,
                               const std::vector<work::ItemInfo>& items);

}  // namespace orbbench::bench
