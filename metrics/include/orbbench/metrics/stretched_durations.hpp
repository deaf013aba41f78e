#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace orbbench::metrics {

/// Durations of one side of a comparison, in nanoseconds up to 4.29 s, kept by the stretch of time
/// in which they were measured: the quantile over any choice of stretches takes microseconds, and
/// is exact. A value; const functions may be called by any thread.
class StretchedDurations {
 public:
  using Nanoseconds = std::uint32_t;

  explicit StretchedDurations(std::span<const std::vector<Nanoseconds>> stretches);

  std::size_t stretches() const { return stretches_; }
  std::size_t count() const { return values_.size(); }

  /// The smallest value that at least this share of the durations does not exceed, `share` in
  /// (0, 1], when each stretch counts `weights[stretch]` times (nearest rank). 0 when none counts.
  Nanoseconds quantile(double share, std::span<const std::uint32_t> weights) const;

 private:
  struct Duration {
    Nanoseconds nanoseconds;
    std::uint32_t stretch;
  };

  std::uint64_t count_before(std::size_t step, std::span<const std::uint32_t> weights) const;

  std::size_t stretches_;
  std::vector<Duration> values_;  ///< in ascending order
  /// Row r: how many of the first r * kStep values are of each stretch.
  std::vector<std::uint32_t> counts_;
};

}  // namespace orbbench::metrics
