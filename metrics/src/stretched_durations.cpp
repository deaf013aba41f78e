#include "orbbench/metrics/stretched_durations.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace orbbench::metrics {
namespace {

// Finding a quantile reads some rows of counts, and then this many values at the most.
constexpr std::size_t kStep = 2048;

/// Nearest rank, from 1. The next number below keeps a share such as 0.7, which is a little above
/// seven tenths in binary, from reaching for the rank above.
std::uint64_t rank_of(double share, std::uint64_t count) {
  const double rank = std::ceil(std::nextafter(share, 0.0) * static_cast<double>(count));
  return std::clamp(static_cast<std::uint64_t>(rank), std::uint64_t{1}, count);
}

}  // namespace

StretchedDurations::StretchedDurations(std::span<const std::vector<Nanoseconds>> stretches)
    : stretches_(stretches.size()) {
  for (std::size_t stretch = 0; stretch < stretches.size(); ++stretch) {
    for (const Nanoseconds value : stretches[stretch]) {
      values_.push_back({value, static_cast<std::uint32_t>(stretch)});
    }
  }
  std::sort(values_.begin(), values_.end(), [](const Duration& left, const Duration& right) {
    return left.nanoseconds < right.nanoseconds;
  });
  std::vector<std::uint32_t> seen(stretches_);
  for (std::size_t i = 0; i < values_.size(); ++i) {
    if (i % kStep == 0) {
      counts_.insert(counts_.end(), seen.begin(), seen.end());
    }
    ++seen[values_[i].stretch];
  }
  counts_.insert(counts_.end(), seen.begin(), seen.end());
}

std::uint64_t StretchedDurations::count_before(std::size_t step,
                                               std::span<const std::uint32_t> weights) const {
  const auto row = counts_.begin() + static_cast<std::ptrdiff_t>(step * stretches_);
  return std::inner_product(weights.begin(), weights.end(), row, std::uint64_t{0});
}

StretchedDurations::Nanoseconds StretchedDurations::quantile(
    double share, std::span<const std::uint32_t> weights) const {
  const std::size_t steps = (values_.size() + kStep - 1) / kStep;
  const std::uint64_t total = count_before(steps, weights);
  if (total == 0) {
    return 0;
  }
  const std::uint64_t rank = rank_of(share, total);
  std::size_t below = 0;  // a row with fewer than `rank`
  std::size_t above = steps;
  while (above - below > 1) {
    const std::size_t middle = (below + above) / 2;
    (count_before(middle, weights) < rank ? below : above) = middle;
  }
  std::uint64_t seen = count_before(below, weights);
  std::size_t index = below * kStep;
  while ((seen += weights[values_[index].stretch]) < rank) {
    ++index;
  }
  return values_[index].nanoseconds;
}

}  // namespace orbbench::metrics
