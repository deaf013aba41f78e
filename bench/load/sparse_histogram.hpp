#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "orbbench/metrics/latency_histogram.hpp"

namespace orbbench::bench {

/// Those counts of a histogram that are not 0: some KiB for what a short while brings, where the
/// histogram takes 264. A value.
class SparseHistogram {
 public:
  /// A place among LatencyHistogram::counts() and what stands there.
  using Count = std::pair<std::uint32_t, std::uint64_t>;

  SparseHistogram() = default;
  explicit SparseHistogram(const metrics::LatencyHistogram& histogram);

  void merge(const SparseHistogram& other);

  /// By place.
  std::span<const Count> counts() const { return counts_; }
  std::uint64_t count() const;

  /// The longest duration that is counted at this place, as LatencyHistogram::quantile gives it.
  static metrics::LatencyHistogram::Duration longest_at(std::uint32_t place);

  /// As LatencyHistogram::from_counts makes it.
  metrics::LatencyHistogram expand() const;

 private:
  std::vector<Count> counts_;
};

}  // namespace orbbench::bench
