#pragma once

#include <string>

#include "checks/check.hpp"

namespace orbbench::bench {

/// Why the witness.* checks cannot be made here, and the remedy; empty when they can, and when the
/// user asked for them: they say themselves then what they lack. Stops the core for a moment, once
/// a run.
std::string find_memory_obstacle(CheckContext& context);

}  // namespace orbbench::bench
