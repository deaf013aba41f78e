#pragma once

#include <optional>
#include <string>

#include "checks/result.hpp"
#include "orbbench/store/stored_run.hpp"

namespace orbbench::gate {

/// The check of that name as it was before the run was stored; nothing if the run has none.
std::optional<bench::CheckResult> check_of(const store::StoredRun& run, const std::string& name);

}  // namespace orbbench::gate
