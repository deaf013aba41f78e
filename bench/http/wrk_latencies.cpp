#include "wrk_latencies.hpp"

#include <chrono>

namespace orbbench::bench {
namespace {

std::int64_t all_of(const WrkCounts& counts) {
  std::int64_t all = 0;
  for (const auto& [latency, count] : counts) {
    all += count;
  }
  return all;
}

// From the longest on: only longer ones have added to a latency.
void take_away_added(WrkCounts& counts, std::int64_t mean_us) {
  for (auto longest = counts.rbegin(); longest != counts.rend(); ++longest) {
    const auto [latency, count] = *longest;
    for (std::int64_t added = latency - mean_us; count > 0 && added > mean_us; added -= mean_us) {
      counts[added] -= count;
    }
  }
}

}  // namespace

metrics::LatencyHistogram measured_by_wrk(WrkCounts counts, std::int64_t requests, int connections,
                                          std::int64_t duration_us) {
  const std::int64_t of_a_connection = requests / connections;
  if (of_a_connection > 0 && all_of(counts) > requests) {
    take_away_added(counts, duration_us / of_a_connection);
  }
  metrics::LatencyHistogram measured;
  for (const auto& [latency, count] : counts) {
    for (std::int64_t call = 0; call < count; ++call) {
      measured.record(std::chrono::microseconds(latency));
    }
  }
  return measured;
}

}  // namespace orbbench::bench
