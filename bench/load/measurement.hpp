#pragma once

#include <chrono>
#include <optional>
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
  std::string fault;                   ///< why the calls cannot be trusted; empty when they can
  std::optional<double> offered_rate;  ///< calls per second, on average; none in a closed loop
  std::optional<double> other_work;    ///< processors that other work took, where that is known
  /// When the first call was due, of this and of each repeat that was appended.
  std::vector<std::chrono::system_clock::time_point> started;

  /// The same load, measured once more.
  void append(const Measurement& repeat);
};

/// The load's lanes, and one of round trips with messages of these sizes.
Measurement measure_beside_floor(const Arrivals& arrivals, const std::vector<TimedCall>& lanes,
                                 const std::stop_token& stop);

/// Without a floor.
Measurement measure_closed_loop(std::chrono::nanoseconds duration,
                                const std::vector<TimedCall>& lanes, const std::stop_token& stop);

/// The quantiles of the three histograms, and where there was a floor, its own and the calls'
/// ratios to it.
std::vector<Figure> figures_of(const Measurement& measurement);

/// "latency", "from_sent", "lateness" and, where there was one, "floor"; and of the intervals
/// "latency/0", "latency/1", ..., "floor/0", "floor/1", ...
std::vector<EncodedHistogram> histograms_of(const Measurement& measurement);

/// "180 us"
std::string whole_microseconds(std::chrono::nanoseconds duration);

}  // namespace orbbench::bench
