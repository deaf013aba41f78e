#pragma once

#include "orbbench/store/stored_run.hpp"

namespace orbbench::bench {

/// The latency checks of a run with the figures that are looked at first, to the last digit; no
/// rows where it has none. A column that no check has a figure for is left out.
store::StoredTable latency_table(const store::StoredRun& run);

}  // namespace orbbench::bench
