#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "checks/result.hpp"
#include "load/open_loop.hpp"

namespace orbbench::bench {

/// Calls under a load, and beside them, at the same time, raw TCP round trips. A closed loop has
/// none: its floor is empty.
struct Measurement {
  Series calls;
  Series floor;
  std::string fault;  ///< why the calls cannot be trusted; empty when they can
};

/// The load's lanes, and one of round trips with messages of these sizes.
Measurement measure_beside_floor(const Arrivals& arrivals, const std::vector<TimedCall>& lanes,
                                 const std::stop_token& stop);

/// The quantiles of the three histograms, and where there was a floor, its own and the calls'
/// ratios to it.
std::vector<Figure> figures_of(const Measurement& measurement);

/// "180 us"
std::string whole_microseconds(std::chrono::nanoseconds duration);

}  // namespace orbbench::bench
