#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "console/chart.hpp"
#include "console/latency_book.hpp"
#include "console/latency_reference.hpp"

namespace orbbench::console {

/// What the live figures are held against; what is absent is not drawn.
struct LatencyLimits {
  std::optional<double> deadline;  ///< in seconds, for p99
  std::optional<LatencyReference> baseline;
  std::optional<double> floor;  ///< median of a raw TCP round trip, in seconds
};

/// p50, p90, p99, p99.9 and the largest of one series, with the limits.
Chart time_chart(const LatencySeries& series, const LatencyLimits& limits);

/// The percentile spectra of the series, and of the baseline.
Chart spectrum_chart(const std::vector<std::shared_ptr<const LatencySeries>>& series,
                     const LatencyLimits& limits);

/// The latest interval of a series that has calls, as a baseline to come.
std::optional<LatencyReference> as_reference(const LatencySeries& series);

}  // namespace orbbench::console
