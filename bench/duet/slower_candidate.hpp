#pragma once

#include "duet/core_pair.hpp"
#include "orbbench/orb_client/orb_runtime.hpp"

namespace orbbench::duet {

/// The same pairs, each reply of whose candidate is held back by a share of the time that its
/// servant took: 1 doubles that time. Its cores need faults enabled.
PairSource slow_candidate(PairSource source, orb_client::OrbRuntime& runtime, double servant_share);

}  // namespace orbbench::duet
