#pragma once

#include <string>

#include "checks/result.hpp"

namespace orbbench::bench {

/// Keeps the run as one of this kind, and says under which id; where it waits if the results server
/// is away. Throws StoreError when it cannot be kept at all.
void keep_result(const RunResult& run, const std::string& kind);

}  // namespace orbbench::bench
