#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>

#include "memory/preload/record_file.hpp"
#include "orbbench/orb_client/connection_pool.hpp"

namespace orbbench::free_witness {

struct CanaryCallCounts {
  std::uint64_t lives = 0;    ///< widgets made with a canary, used and destroyed
  std::uint64_t refused = 0;  ///< creates with a canary that the core refused, as it must
};

/// Makes the core take canaries and give them back, each of them told to the record before it is
/// sent: whole lives of widgets, and creates that the core refuses (an id that is taken, a type
/// that there is not). Throws a CallError when the core does not do what a core must.
CanaryCallCounts send_canaries(RecordFile& record, orb_client::CoreLane& lane,
                               const std::stop_token& stop);

/// How much longer a ping takes while the core is watched: the ratio of the medians of calls with
/// the witness looking and with it paused, in blocks that take turns.
double ping_ratio_while_watched(RecordFile& record, orb_client::CoreLane& lane);

}  // namespace orbbench::free_witness
