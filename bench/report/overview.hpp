#pragma once

#include <string>
#include <vector>

#include "orbbench/store/stored_run.hpp"

namespace orbbench::bench {

/// "14 checks: 1 failed, 1 inconclusive, 12 passed; 2 not run; 3 runs"
std::string overview_line(const std::vector<store::StoredRun>& runs);

/// With the run in their summaries, and without evidence.
std::vector<store::StoredCheck> checks_not_passed(const std::vector<store::StoredRun>& runs);

/// "validate of 2026-11-21 18:22:05 UTC"
std::string title_of(const store::StoredRun& run);

}  // namespace orbbench::bench
