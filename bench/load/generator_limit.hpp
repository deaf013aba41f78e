#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "load/arrivals.hpp"
#include "load/open_loop.hpp"

namespace orbbench::bench {

/// What this generator can do on this machine, where that is less than it is asked for.
struct GeneratorLimit {
  double rate = 0;    ///< calls per second that it was seen to hold; 0 when none
  std::string fault;  ///< what is wrong at the rate that it is asked for, in one line
};

/// Tries the highest rate of the arrivals for a moment: with as many lanes of raw TCP round trips,
/// which no core can answer sooner, and then with `lanes`, which may not be called late. Three
/// times before it is said not to hold, since a disturbance may spoil one; looks for a lower rate
/// that it does hold then. Nothing where it holds; and for low rates, which are not tried: there
/// the run itself tells, by its lateness.
std::optional<GeneratorLimit> find_generator_limit(const Arrivals& arrivals,
                                                   const std::vector<TimedCall>& lanes,
                                                   const std::stop_token& stop);

}  // namespace orbbench::bench
