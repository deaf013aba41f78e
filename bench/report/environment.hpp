#pragma once

#include <vector>

#include "orbbench/store/stored_run.hpp"

namespace orbbench::bench {

/// A row for each key of the fingerprints, and the runs' commits and ids; a column for each run;
/// where there is more than one, the last column says which rows differ.
store::StoredTable environment_table(const std::vector<store::StoredRun>& runs);

}  // namespace orbbench::bench
