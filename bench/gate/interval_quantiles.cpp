#include "gate/interval_quantiles.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace orbbench::gate {

using bench::SparseHistogram;

IntervalQuantiles::IntervalQuantiles(std::span<const SparseHistogram> intervals)
    : intervals_(intervals.size()) {
  SparseHistogram all;
  for (const SparseHistogram& interval : intervals) {
    all.merge(interval);
  }
  std::vector<std::span<const SparseHistogram::Count>> left;
  for (const SparseHistogram& interval : intervals) {
    left.push_back(interval.counts());
  }
  std::vector<std::uint64_t> seen(intervals_);
  for (const auto& [place, count] : all.counts()) {
    values_.push_back(static_cast<double>(SparseHistogram::longest_at(place).count()));
    for (std::size_t i = 0; i < intervals_; ++i) {
      if (!left[i].empty() && left[i].front().first == place) {
        seen[i] += left[i].front().second;
        left[i] = left[i].subspan(1);
      }
    }
    counts_.insert(counts_.end(), seen.begin(), seen.end());
  }
}

std::uint64_t IntervalQuantiles::count() const {
  const std::vector<std::uint32_t> each(intervals_, 1);
  return values_.empty() ? 0 : count_up_to(values_.size() - 1, each);
}

std::uint64_t IntervalQuantiles::count_up_to(std::size_t value,
                                             std::span<const std::uint32_t> weights) const {
  const auto row = counts_.begin() + static_cast<std::ptrdiff_t>(value * intervals_);
  return std::inner_product(weights.begin(), weights.end(), row, std::uint64_t{0});
}

double IntervalQuantiles::quantile(double share, std::span<const std::uint32_t> weights) const {
  const std::uint64_t total = values_.empty() ? 0 : count_up_to(values_.size() - 1, weights);
  if (total == 0) {
    return 0;
  }
  // As LatencyHistogram has it: 0.7 is a little above seven tenths in binary.
  const double rank = std::ceil(std::nextafter(share, 0.0) * static_cast<double>(total));
  const auto wanted = std::clamp(static_cast<std::uint64_t>(rank), std::uint64_t{1}, total);
  std::size_t first = 0;
  std::size_t last = values_.size() - 1;  // which has enough
  while (first < last) {
    const std::size_t middle = (first + last) / 2;
    if (count_up_to(middle, weights) < wanted) {
      first = middle + 1;
    } else {
      last = middle;
    }
  }
  return values_[last];
}

}  // namespace orbbench::gate
