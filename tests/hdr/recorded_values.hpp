#pragma once

#include <cstdint>
#include <vector>

#include "orbbench/metrics/latency_histogram.hpp"

namespace orbbench::metrics {

/// Values from 1 ns to nearly 1 h, as many in each power of ten as in the next.
std::vector<std::int64_t> spread_values(unsigned seed, std::size_t count);

/// What a call takes: most of them about 200 us, a few far longer.
std::vector<std::int64_t> call_values(unsigned seed, std::size_t count);

LatencyHistogram histogram_of(const std::vector<std::int64_t>& values);

}  // namespace orbbench::metrics
