#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "orbbench/metrics/estimates.hpp"

namespace orbbench::metrics {

/// A quantity of a process, taken while calls go on. Samples of one life are in the order in which
/// they were taken, and nothing is concluded from one life of the process to the next.
struct GrowthSample {
  double thousand_calls = 0;  ///< made until then, in any life; ascends within one
  double value = 0;
  std::size_t life = 0;
};

struct GrowthBootstrap {
  std::size_t resamples = 400;  ///< at least 2
  double confidence = 0.95;     ///< in (0, 1)
  std::uint64_t seed = 1;
};

/// By how much the quantity grows with 1,000 calls, and how sure that is. A value.
struct Growth {
  double slope = 0;
  Interval interval;
};

/// The median of the slopes of all pairs of samples of one life (H. Theil, 1950; P. K. Sen, 1968):
/// up to 29 % of the samples may be anything without moving it far, and a single step hardly does.
/// Series that are longer than 120 samples are thinned to that many medians. 0 where there is no
/// such pair.
double theil_sen_slope(std::span<const GrowthSample> samples);

/// That slope, with the interval in which it lies: the residuals are drawn anew in moving blocks
/// (H. R. Künsch, 1989), since memory that went up stays up for a while, and the slope is taken of
/// what they make. The same seed gives the same result.
Growth estimate_growth(std::span<const GrowthSample> samples, const GrowthBootstrap& bootstrap);

/// What may grow: so much with 1,000 calls, and in a long run no more than so much in all.
struct GrowthMargin {
  double per_thousand = 0;
  double in_all = 0;
  double noise = 0;  ///< what comes and goes in any case: a growth of less, in all, tells nothing

  /// The stricter one for so many calls, per 1,000.
  double over(double thousand_calls) const;
};

enum class GrowthVerdict {
  Steady,    ///< within the margin
  WarmedUp,  ///< above it at first, not in the later half: a cache or an allocator filling up
  Growing,   ///< above it, beyond the noise, and going on in the later half
  Unclear,   ///< the samples do not tell
  TooShort   ///< too few of them
};

struct GrowthJudgement {
  GrowthVerdict verdict = GrowthVerdict::TooShort;
  Growth whole;
  Growth later_half;
  double margin = 0;  ///< per 1,000 calls
};

/// Fewer samples than these tell nothing of a later half.
inline constexpr std::size_t kFewestGrowthSamples = 8;

/// Whether the quantity grows with the calls beyond the margin.
GrowthJudgement judge_growth(std::span<const GrowthSample> samples, const GrowthMargin& margin,
                             const GrowthBootstrap& bootstrap = {});

}  // namespace orbbench::metrics
