#pragma once

#include "checks/check.hpp"
#include "checks/witness/observation.hpp"

namespace orbbench::bench {

/// Sends canaries through the core on every path, those that fail included, and looks at its memory
/// before and after each release. Done once a run: the witness.* checks share what was seen. Throws
/// what the core does that it must not, and Interrupted.
const WitnessObservation& observe_memory(CheckContext& context);

}  // namespace orbbench::bench
