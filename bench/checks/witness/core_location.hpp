#pragma once

#include <sys/types.h>

#include "checks/check.hpp"

namespace orbbench::bench {

/// The process of this host that is the core: the one that was named, or the one that the core
/// names, if its start time is that of its metrics page. Where it is dumped, that may be another
/// host's, and the dump tells whether it was the core. Throws memory::WitnessError with the
/// remedy when it is not to be found, a CallError or ScrapeError when the core does not say.
pid_t locate_core(CheckContext& context, orb_client::CoreLane& lane);

}  // namespace orbbench::bench
