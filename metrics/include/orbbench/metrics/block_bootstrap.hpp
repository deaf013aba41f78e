#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "orbbench/metrics/estimates.hpp"
#include "orbbench/metrics/seeded_random.hpp"
#include "orbbench/metrics/stretched_durations.hpp"

namespace orbbench::metrics {

/// Stretches that follow one another: what was measured in one go.
struct Round {
  std::size_t first = 0;
  std::size_t count = 0;  ///< above 0
};

struct BlockBootstrap {
  std::size_t resamples = 1000;  ///< at least 2
  /// Mean length of the blocks that are drawn of a single round, in stretches; at least 1.
  double mean_block = 4;
  std::uint64_t seed = 1;
};

/// How often each of `stretches` stretches counts when every round counts as often as it is listed.
std::vector<std::uint32_t> weights_of(std::span<const Round> rounds, std::size_t stretches);

/// One resample, in blocks since successive calls are correlated. Several rounds are the blocks: as
/// many as there are, drawn whole and with replacement. To draw within them as well would count
/// twice what varies there (A. C. Davison and D. V. Hinkley, Bootstrap Methods, 1997, 3.8). Of a
/// single round as many stretches as it has are drawn, in blocks of geometric length that go on at
/// its start when they reach its end (the stationary bootstrap of D. N. Politis and J. P. Romano,
/// 1994, after the moving blocks of H. R. Künsch, 1989).
std::vector<std::uint32_t> resample_weights(std::span<const Round> rounds, std::size_t stretches,
                                            double mean_block, SeededRandom& random);

/// For each share, the ratio of the candidate's quantile to the baseline's over all calls of the
/// rounds. Both sides of a stretch are drawn together, so that what slowed both at a time cancels.
/// The standard error is that of the resamples, widened by sqrt(R / (R - 1)) for R rounds, since
/// they are drawn from themselves; with more than one round it has R - 1 degrees of freedom. The
/// same seed gives the same result. Throws std::invalid_argument when the sides have different
/// numbers of stretches, or one has a quantile of zero.
std::vector<RatioEstimate> bootstrap_ratios(const StretchedDurations& baseline,
                                            const StretchedDurations& candidate,
                                            std::span<const Round> rounds,
                                            std::span<const double> shares,
                                            const BlockBootstrap& bootstrap);

}  // namespace orbbench::metrics
