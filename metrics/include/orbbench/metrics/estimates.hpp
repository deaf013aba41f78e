#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace orbbench::metrics {

struct Interval {
  double low = 0;
  double high = 0;

  bool contains(double value) const { return low <= value && value <= high; }
};

/// How many times as much the candidate takes as the baseline, and how sure that is. A value.
struct RatioEstimate {
  double ratio = 1;               ///< candidate / baseline, above 0
  double log_standard_error = 0;  ///< of its natural logarithm
  /// Of the standard error; 0 for so many that Student's distribution is the normal one.
  std::size_t degrees_of_freedom = 0;

  /// ratio * exp(+-q * log_standard_error), q the two-sided quantile of Student's distribution.
  /// `confidence` is in (0, 1).
  Interval interval(double confidence) const;
};

/// The geometric mean of the ratios of independent pairs (baseline, candidate), each above 0, with
/// the standard error of its mean logarithm. Of one pair the error is infinite. Throws
/// std::invalid_argument for no pair, or a value that is not above 0.
RatioEstimate ratio_of_pairs(std::span<const std::pair<double, double>> pairs);

/// The interval of C. J. Clopper and E. S. Pearson (1934) for a proportion of which `hits` of
/// `trials` were seen: it holds the true one at least as often as `confidence` says. [0, 1] for no
/// trials. Throws std::invalid_argument for more hits than trials.
Interval proportion_interval(std::uint64_t hits, std::uint64_t trials, double confidence);

}  // namespace orbbench::metrics
