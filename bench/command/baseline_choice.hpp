#pragma once

#include <string>

#include "orbbench/store/results_store.hpp"

namespace orbbench::bench {

/// The run that is the baseline of that name. Throws ConfigError when there is none.
store::StoredRun require_baseline(store::ResultsStore& store, const std::string& name);

}  // namespace orbbench::bench
