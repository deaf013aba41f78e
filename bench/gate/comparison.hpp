#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "gate/interval_quantiles.hpp"
#include "orbbench/metrics/block_bootstrap.hpp"
#include "orbbench/metrics/estimates.hpp"

namespace orbbench::gate {

/// What one run measured, by intervals; its floor was measured in the same ones.
struct Side {
  IntervalQuantiles latency;
  std::optional<IntervalQuantiles> floor;
  std::vector<metrics::Round> rounds;  ///< the measurement and its repeats
};

/// How a quantile of the candidate stands to the baseline's.
struct QuantileRatio {
  metrics::RatioEstimate time;
  std::optional<metrics::RatioEstimate> to_floor;  ///< of the ratio of each to its floor
  std::optional<metrics::RatioEstimate> floor;     ///< of the floors alone
  bool rests_on_enough = false;  ///< calls beyond it, on both sides, and intervals
};

/// For each share. The two runs are independent: each is resampled by itself, in blocks of its
/// intervals, which carries what varies within it; its floor is drawn together with its calls. What
/// one run differs by from the next on an undisturbed machine is added (docs/adr/0020). The same
/// seed gives the same result. A quantile that is zero on one side has an infinite error.
std::vector<QuantileRatio> compare_sides(const Side& baseline, const Side& candidate,
                                         std::span<const double> shares, std::uint64_t seed);

}  // namespace orbbench::gate
