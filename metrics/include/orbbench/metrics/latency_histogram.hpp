#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace orbbench::metrics {

/// Log-linear histogram of durations with three significant digits: a value is kept to within
/// 0.1 %, from 1 ns to 1 h; what is longer counts as 1 h (G. Tene, HdrHistogram). One thread
/// records; merge the histograms of several threads afterwards. Merging is exact. Each takes 264
/// KiB, once: recording does not allocate.
class LatencyHistogram {
 public:
  using Duration = std::chrono::nanoseconds;

  /// As many counts as org.HdrHistogram keeps for (lowest 1, highest 3'600'000'000'000, 3 digits),
  /// each for the same values as there.
  static constexpr std::size_t kCounts = 33792;

  LatencyHistogram();

  /// What is known when only the counts are: min() is then the least and max() the largest value
  /// that the first and the last of them stand for (at most 1 h), and the mean takes each value for
  /// the middle of its bucket; all within 0.1 %, and as org.HdrHistogram does. `counts` may be
  /// shorter than kCounts. Throws std::invalid_argument, in one line, for a value above 1 h, for
  /// 2^63 values and more, and for more than 584 years in all.
  static LatencyHistogram from_counts(std::span<const std::uint64_t> counts);

  /// Negative durations count as zero.
  void record(Duration value) noexcept;
  void merge(const LatencyHistogram& other);

  std::uint64_t count() const { return count_; }
  bool empty() const { return count_ == 0; }

  /// kCounts of them, from the least values up.
  std::span<const std::uint64_t> counts() const { return counts_; }

  /// Exact. Zero for an empty histogram.
  Duration min() const;
  Duration max() const;

  /// The smallest kept value that at least this share of the recorded ones does not exceed, `share`
  /// in [0, 1] (nearest rank). As HdrHistogram does, the upper end of what the value may have been,
  /// but never above max(). Zero for an empty histogram.
  Duration quantile(double share) const;

  /// Exact but for rounding. Zero for an empty histogram.
  double mean_ns() const;

  bool operator==(const LatencyHistogram&) const = default;

 private:
  void take(std::size_t index, std::uint64_t count);

  std::vector<std::uint64_t> counts_;
  std::uint64_t count_ = 0;
  std::int64_t min_ns_;
  std::int64_t max_ns_;
  std::uint64_t sum_ns_ = 0;  ///< an integer, so that merging is exact; good for 584 years
};

}  // namespace orbbench::metrics
