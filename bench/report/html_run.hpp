#pragma once

#include <string>
#include <vector>

#include "orbbench/store/stored_run.hpp"
#include "report/chart.hpp"

namespace orbbench::bench {

/// A run's section, with the anchor "run-<number>". Its charts are appended to the page's.
std::string html_run(const store::StoredRun& run, std::size_t number, std::vector<Chart>& charts);

/// Checks with why they ended so and what was found, the worst first. `file` is what its CSV is.
std::string html_checks(std::vector<store::StoredCheck> checks, const std::string& caption,
                        const std::string& file);

}  // namespace orbbench::bench
