#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "load/arrivals.hpp"
#include "orbbench/metrics/latency_histogram.hpp"

namespace orbbench::bench {

/// The three histograms of a series, and what it took (G. Tene, "How NOT to measure latency").
struct Series {
  metrics::LatencyHistogram from_intended;  ///< from when the call was due to its end
  metrics::LatencyHistogram from_sent;      ///< from when it was sent to its end
  /// From when the call was due, or its lane free if that was later, to when it was sent: what the
  /// generator itself added.
  metrics::LatencyHistogram lateness;
  std::uint64_t scheduled = 0;
  std::uint64_t errors = 0;
  std::string first_error;
  std::chrono::nanoseconds elapsed{0};

  void merge(const Series& other);
  std::uint64_t calls() const { return from_intended.count(); }
  double achieved_rate() const;
};

/// One call of a lane; it throws what it failed with.
using TimedCall = std::function<void()>;

/// A load that does not wait for replies: calls are due when the arrivals say. Spreads them over
/// the lanes and runs each lane on a thread of its own. A lane that is busy when its next call is
/// due sends it late and is charged for it from when it was due. Ends early when asked to, with
/// what it has.
Series run_open_loop(const Arrivals& arrivals, const std::vector<TimedCall>& lanes,
                     const std::stop_token& stop);

/// Each lane sends its next call when the last has returned, for so long. Nothing is ever late, so
/// a stall is charged to one call a lane.
Series run_closed_loop(std::chrono::nanoseconds duration, const std::vector<TimedCall>& lanes,
                       const std::stop_token& stop);

/// Why a series cannot be trusted, empty when it can: lateness p99 above a tenth of the measured
/// p99, or under 99 % of the calls sent that were due.
std::string find_generator_fault(const Series& series, const Arrivals& arrivals);

}  // namespace orbbench::bench
