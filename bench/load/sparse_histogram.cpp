#include "load/sparse_histogram.hpp"

#include <algorithm>

namespace orbbench::bench {

using metrics::LatencyHistogram;

SparseHistogram::SparseHistogram(const LatencyHistogram& histogram) {
  const auto counts = histogram.counts();
  std::uint64_t left = histogram.count();
  for (std::size_t place = 0; left > 0; ++place) {
    if (counts[place] > 0) {
      counts_.emplace_back(static_cast<std::uint32_t>(place), counts[place]);
      left -= counts[place];
    }
  }
}

void SparseHistogram::merge(const SparseHistogram& other) {
  std::vector<Count> merged;
  auto mine = counts_.begin();
  for (const Count& theirs : other.counts_) {
    while (mine != counts_.end() && mine->first < theirs.first) {
      merged.push_back(*mine++);
    }
    merged.push_back(theirs);
    if (mine != counts_.end() && mine->first == theirs.first) {
      merged.back().second += (mine++)->second;
    }
  }
  merged.insert(merged.end(), mine, counts_.end());
  counts_ = std::move(merged);
}

std::uint64_t SparseHistogram::count() const {
  std::uint64_t sum = 0;
  for (const auto& [place, count] : counts_) {
    sum += count;
  }
  return sum;
}

// HdrHistogram's layout for three digits: buckets of 2048 places, each of durations twice as wide
// apart as the bucket before, of which the upper half alone is kept from the second on.
LatencyHistogram::Duration SparseHistogram::longest_at(std::uint32_t place) {
  constexpr unsigned kHalfMagnitude = 10;
  constexpr std::int64_t kHour = std::int64_t{3600} * 1'000'000'000;
  const std::uint64_t next = std::uint64_t{place} + 1;
  const std::uint64_t half = next >> kHalfMagnitude;
  const std::uint64_t bucket = half == 0 ? 0 : half - 1;
  const std::uint64_t next_lowest = (next - (bucket << kHalfMagnitude)) << bucket;
  return LatencyHistogram::Duration(std::min(static_cast<std::int64_t>(next_lowest) - 1, kHour));
}

LatencyHistogram SparseHistogram::expand() const {
  std::vector<std::uint64_t> counts(counts_.empty() ? 0 : counts_.back().first + 1);
  for (const auto& [place, count] : counts_) {
    counts[place] = count;
  }
  return LatencyHistogram::from_counts(counts);
}

}  // namespace orbbench::bench
