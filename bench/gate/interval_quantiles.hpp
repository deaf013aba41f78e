#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "load/sparse_histogram.hpp"

namespace orbbench::gate {

/// The durations of successive intervals: a quantile over any choice of them takes microseconds.
/// A value; const functions may be called by any thread.
class IntervalQuantiles {
 public:
  explicit IntervalQuantiles(std::span<const bench::SparseHistogram> intervals);

  std::size_t intervals() const { return intervals_; }
  std::uint64_t count() const;

  /// In nanoseconds, the smallest kept value that at least this share of the durations does not
  /// exceed, when those of each interval count `weights[interval]` times (nearest rank); `share` in
  /// (0, 1]. 0 when none counts.
  double quantile(double share, std::span<const std::uint32_t> weights) const;

 private:
  std::uint64_t count_up_to(std::size_t value, std::span<const std::uint32_t> weights) const;

  std::size_t intervals_;
  std::vector<double> values_;  ///< those that there are, in ascending order
  /// Row v: how many durations of each interval are at most values_[v].
  std::vector<std::uint64_t> counts_;
};

}  // namespace orbbench::gate
