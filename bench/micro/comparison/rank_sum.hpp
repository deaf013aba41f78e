#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "orbbench/metrics/estimates.hpp"

namespace orbbench::micro {

/// How the statistic U of H. B. Mann and D. R. Whitney (1947) is distributed when both samples come
/// from the same population: of all pairs of a value of the one and a value of the other, how many
/// have the second above the first. Exact for up to 2500 pairs, the normal approximation with its
/// continuity correction beyond. A value.
class RankSumDistribution {
 public:
  /// Sample sizes, at least 1.
  RankSumDistribution(std::size_t first, std::size_t second);

  /// The probability of that many pairs or fewer. U is as often above its mean as below:
  /// `pairs() - u` or more is as probable as `u` or fewer.
  double at_most(double pairs) const;

  double pairs() const { return pairs_; }

  /// What the most extreme outcome has for its probability: no result can be more significant.
  double least() const { return at_most(0); }

 private:
  double pairs_;
  double deviation_;
  std::vector<double> cumulative_;  // empty where it is approximated
};

/// How often the rank sum would be as far up as it is, if the candidate's values were `limit` times
/// the baseline's: small when they are more than that. One-sided. Pairs of equal values count half,
/// and the odd half against the finding.
double probability_over(std::span<const double> baseline, std::span<const double> candidate,
                        double limit, const RankSumDistribution& distribution);

/// The estimate of J. L. Hodges and E. L. Lehmann (1963) on a logarithmic scale, which is the
/// median of the ratios of all pairs, and the interval that belongs to the rank test (D. F. Bauer,
/// 1972): of the ratios that the test does not refuse.
struct RatioOfSamples {
  double ratio = 1;
  metrics::Interval interval;  ///< 0 to infinity for samples too small for that confidence
};

/// Of values above 0. `confidence` is in (0, 1), two-sided.
RatioOfSamples ratio_of_samples(std::span<const double> baseline, std::span<const double> candidate,
                                double confidence, const RankSumDistribution& distribution);

/// The adjusted probabilities of S. Holm (1979), in the order given: those that are at most a level
/// are found, and the chance that one of all that are found is none is at most that level, however
/// they depend on each other.
std::vector<double> holm_adjusted(std::span<const double> probabilities);

}  // namespace orbbench::micro
