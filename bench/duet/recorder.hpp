#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>

#include "duet/core_pair.hpp"
#include "duet/recording.hpp"
#include "orbbench/orb_client/orb_runtime.hpp"

namespace orbbench::duet {

/// How long a duet is, and what decides its course. Its length is fixed beforehand: to go on until
/// something is significant would find something.
struct DuetPlan {
  std::chrono::milliseconds length{60'000};  ///< of all rounds, their starts and warm-ups included
  std::uint64_t seed = 1;                    ///< of the order of starts and blocks
};

/// How many pairs of cores are started one after the other in a duet of that length: one for each
/// two seconds, 4 to 20.
std::size_t rounds_in(std::chrono::milliseconds length);

/// Told in words how far it is.
using Progress = std::function<void(const std::string&)>;

/// Runs a duet on the calling thread: groups of four blocks, ABBA or BAAB as the seed says, of some
/// milliseconds of calls on one lane each, one after the other. Both cores get equally many calls,
/// and nothing is measured while either starts. Cores that start anew share one processor with this
/// thread; one that runs already is called from the processor that is nearest to where it serves
/// its lane. When `stop` is asked for it ends with what it has. A core that is lost, restarts or
/// fails often ends it too, and is said in its `disturbance`. Throws what `source` throws.
Recording record_duet(orb_client::OrbRuntime& runtime, const PairSource& source,
                      const DuetPlan& plan, const Progress& progress, const std::stop_token& stop);

}  // namespace orbbench::duet
