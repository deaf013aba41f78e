#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "load/arrivals.hpp"
#include "load/sparse_histogram.hpp"
#include "orbbench/metrics/latency_histogram.hpp"

namespace orbbench::bench {

/// The calls that were due in one interval, in the three histograms of a series.
struct SeriesInterval {
  SparseHistogram from_intended;
  SparseHistogram from_sent;
  SparseHistogram lateness;
};

/// The three histograms of a series, and what it took (G. Tene, "How NOT to measure latency").
struct Series {
  metrics::LatencyHistogram from_intended;  ///< from when the call was due to its end
  metrics::LatencyHistogram from_sent;      ///< from when it was sent to its end
  /// What the generator itself added: from when the call would have been sent had it never been
  /// late - when it was due, or its lane free if that was later - to when it was sent.
  metrics::LatencyHistogram lateness;
  std::uint64_t scheduled = 0;
  std::uint64_t errors = 0;
  std::string first_error;
  std::chrono::nanoseconds elapsed{0};
  /// One after the other, all of this length; those of a closed loop by when a call was sent.
  std::vector<SeriesInterval> intervals;
  std::chrono::nanoseconds interval_length{0};

  /// Of another lane of the same load.
  void merge(const Series& other);
  /// Of the same load at a later time: its intervals follow these.
  void append(const Series& later);
  std::uint64_t calls() const { return from_intended.count(); }
  double achieved_rate() const;

 private:
  void add_counts(const Series& other);
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

/// Empty where the lateness p99 is a tenth of the measured p99 at the most; else a line that says
/// so.
std::string find_lateness_fault(const metrics::LatencyHistogram& lateness,
                                const metrics::LatencyHistogram& measured);

/// Why a series cannot be trusted, empty when it can: lateness p99 above a tenth of the measured
/// p99, or under 99 % of the calls sent that were due.
std::string find_generator_fault(const Series& series, const Arrivals& arrivals);

}  // namespace orbbench::bench
