#include "orbbench/metrics/latency_histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace orbbench::metrics {
namespace {

// The layout of HdrHistogram for values of 1 ns to 1 h with three significant digits, so that its
// encoders and readers apply: buckets of 2048 sub-buckets, each bucket of twice the width of the
// one before, whose lower half the bucket before covers already.
constexpr unsigned kHalfCountMagnitude = 10;
constexpr std::int64_t kSubBucketHalfCount = std::int64_t{1} << kHalfCountMagnitude;
constexpr std::int64_t kSubBucketCount = 2 * kSubBucketHalfCount;
constexpr std::uint64_t kSubBucketMask = kSubBucketCount - 1;
constexpr std::int64_t kHighestTrackable = std::int64_t{3600} * 1'000'000'000;

constexpr std::size_t bucket_count() {
  std::size_t buckets = 1;
  for (std::int64_t above = kSubBucketCount; above <= kHighestTrackable; above *= 2) {
    ++buckets;
  }
  return buckets;
}

static_assert(LatencyHistogram::kCounts == (bucket_count() + 1) * kSubBucketHalfCount);

std::size_t index_of(std::int64_t value) noexcept {
  const auto bits = static_cast<std::uint64_t>(value);
  const auto bucket =
      static_cast<unsigned>(std::bit_width(bits | kSubBucketMask)) - (kHalfCountMagnitude + 1);
  const std::uint64_t sub_bucket = bits >> bucket;
  return (std::uint64_t{bucket} << kHalfCountMagnitude) + sub_bucket;
}

/// The smallest value that is counted at `index`.
std::int64_t lowest_equivalent(std::size_t index) {
  const std::size_t half = index >> kHalfCountMagnitude;
  const std::size_t bucket = half == 0 ? 0 : half - 1;
  const std::size_t sub_bucket = index - (bucket << kHalfCountMagnitude);
  return static_cast<std::int64_t>(sub_bucket << bucket);
}

/// The largest one.
std::int64_t highest_equivalent(std::size_t index) {
  return lowest_equivalent(index + 1) - 1;
}

/// The one in the middle, the upper one of two.
std::int64_t median_equivalent(std::size_t index) {
  const std::int64_t lowest = lowest_equivalent(index);
  return lowest + (lowest_equivalent(index + 1) - lowest) / 2;
}

/// Nearest rank, from 1. Going to the next number below keeps a share such as 0.7, which is a
/// little above seven tenths in binary, from reaching for the rank above.
std::uint64_t rank_of(double share, std::uint64_t count) {
  const double below = share > 0 ? std::nextafter(std::min(share, 1.0), 0.0) : 0;
  const double rank = std::ceil(below * static_cast<double>(count));
  return std::clamp(static_cast<std::uint64_t>(rank), std::uint64_t{1}, count);
}

}  // namespace

LatencyHistogram::LatencyHistogram()
    : counts_(kCounts), min_ns_(std::numeric_limits<std::int64_t>::max()), max_ns_(0) {}

void LatencyHistogram::record(Duration value) noexcept {
  const std::int64_t kept =
      std::clamp(std::int64_t{value.count()}, std::int64_t{0}, kHighestTrackable);
  ++counts_[index_of(kept)];
  ++count_;
  min_ns_ = std::min(min_ns_, kept);
  max_ns_ = std::max(max_ns_, kept);
  sum_ns_ += static_cast<std::uint64_t>(kept);
}

void LatencyHistogram::merge(const LatencyHistogram& other) {
  for (std::size_t index = 0; index < counts_.size(); ++index) {
    counts_[index] += other.counts_[index];
  }
  count_ += other.count_;
  min_ns_ = std::min(min_ns_, other.min_ns_);
  max_ns_ = std::max(max_ns_, other.max_ns_);
  sum_ns_ += other.sum_ns_;
}

void LatencyHistogram::take(std::size_t index, std::uint64_t count) {
  if (index > index_of(kHighestTrackable)) {
    throw std::invalid_argument("a value above 1 h");
  }
  if (count > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) - count_) {
    throw std::invalid_argument("2^63 values or more");
  }
  const auto median =
      static_cast<std::uint64_t>(std::min(median_equivalent(index), kHighestTrackable));
  if (median > 0 && count > (std::numeric_limits<std::uint64_t>::max() - sum_ns_) / median) {
    throw std::invalid_argument("more than 584 years in all");
  }
  counts_[index] = count;
  count_ += count;
  min_ns_ = std::min(min_ns_, lowest_equivalent(index));
  max_ns_ = std::min(highest_equivalent(index), kHighestTrackable);
  sum_ns_ += count * median;
}

LatencyHistogram LatencyHistogram::from_counts(std::span<const std::uint64_t> counts) {
  LatencyHistogram histogram;
  for (std::size_t index = 0; index < counts.size(); ++index) {
    if (counts[index] > 0) {
      histogram.take(index, counts[index]);
    }
  }
  return histogram;
}

LatencyHistogram::Duration LatencyHistogram::min() const {
  return Duration(empty() ? 0 : min_ns_);
}

LatencyHistogram::Duration LatencyHistogram::max() const {
  return Duration(max_ns_);
}

LatencyHistogram::Duration LatencyHistogram::quantile(double share) const {
  if (empty()) {
    return Duration::zero();
  }
  const std::uint64_t rank = rank_of(share, count_);
  std::size_t index = 0;
  for (std::uint64_t seen = counts_[0]; seen < rank; seen += counts_[index]) {
    ++index;
  }
  return Duration(std::min(highest_equivalent(index), max_ns_));
}

double LatencyHistogram::mean_ns() const {
  return empty() ? 0 : static_cast<double>(sum_ns_) / static_cast<double>(count_);
}

}  // namespace orbbench::metrics
