#pragma once

#include <cstdint>
#include <map>

#include "orbbench/metrics/latency_histogram.hpp"

namespace orbbench::bench {

/// How often wrk counted each latency, in microseconds.
using WrkCounts = std::map<std::int64_t, std::int64_t>;

/// What wrk measured. It adds to each latency above twice the mean those that it takes to have been
/// left out meanwhile: latency - mean, latency - 2 mean ... (stats_correct in its stats.c). That
/// moves all quantiles, the median by several per cent where a machine wobbles, and is of no use
/// where one closed loop is compared with another. What it added follows from its mean, duration
/// over requests of a connection, and is taken away again.
metrics::LatencyHistogram measured_by_wrk(WrkCounts counts, std::int64_t requests, int connections,
                                          std::int64_t duration_us);

}  // namespace orbbench::bench
