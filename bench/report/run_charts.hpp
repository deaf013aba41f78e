#pragma once

#include <string>
#include <vector>

#include "orbbench/store/stored_run.hpp"
#include "report/chart.hpp"
#include "report/run_contents.hpp"

namespace orbbench::bench {

/// Of one scenario: the percentile spectrum and the course of time; of a curve, those of its rates,
/// and latency against rate first. What the run has no histograms for is left out.
std::vector<Chart> latency_charts(const store::StoredRun& run, const LatencyGroup& group,
                                  RunHistograms& histograms);

/// Of a table "ratios": each ratio with its interval beside its limit.
Chart ratio_chart(const store::StoredTable& ratios);

/// Of a table "scaling": rate, and times, against the number of clients.
std::vector<Chart> scaling_charts(const store::StoredTable& scaling);

/// Of the witness's figures: octets left in the core after a release; absent where there are none.
std::optional<Chart> exposure_chart(const store::StoredRun& run);

/// The run's own series of points, one chart each.
std::vector<Chart> series_charts(const store::StoredRun& run);

}  // namespace orbbench::bench
