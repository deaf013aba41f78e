#include "micro/comparison/rank_sum.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <limits>
#include <numeric>

namespace orbbench::micro {
namespace {

constexpr double kMostExactPairs = 2500;

/// In how many orders of the values each U comes about. The largest value belongs to the second
/// sample, and then stands above all `first` of the other, or to the first: counts(i, j, u) =
/// counts(i, j - 1, u - i) + counts(i - 1, j, u).
std::vector<double> orders_by_pairs(std::size_t first, std::size_t second) {
  std::vector<std::vector<double>> row(second + 1, {1.0});  // of no value in the first sample
  for (std::size_t i = 1; i <= first; ++i) {
    for (std::size_t j = 1; j <= second; ++j) {
      std::vector<double> counts(i * j + 1, 0.0);
      for (std::size_t u = 0; u < row[j].size(); ++u) {
        counts[u] += row[j][u];
      }
      for (std::size_t u = 0; u < row[j - 1].size(); ++u) {
        counts[u + i] += row[j - 1][u];
      }
      row[j] = std::move(counts);
    }
  }
  return row[second];
}

std::vector<double> cumulative_share(std::vector<double> counts) {
  std::partial_sum(counts.begin(), counts.end(), counts.begin());
  const double all = counts.back();
  for (double& count : counts) {
    count /= all;
  }
  return counts;
}

std::vector<double> sorted_ratios(std::span<const double> baseline,
                                  std::span<const double> candidate) {
  std::vector<double> ratios;
  ratios.reserve(baseline.size() * candidate.size());
  for (const double before : baseline) {
    for (const double after : candidate) {
      ratios.push_back(after / before);
    }
  }
  std::sort(ratios.begin(), ratios.end());
  return ratios;
}

double geometric_middle(const std::vector<double>& sorted) {
  const std::size_t half = sorted.size() / 2;
  return sorted.size() % 2 == 1 ? sorted[half] : std::sqrt(sorted[half - 1] * sorted[half]);
}

}  // namespace

RankSumDistribution::RankSumDistribution(std::size_t first, std::size_t second)
    : pairs_(static_cast<double>(first) * static_cast<double>(second)),
      deviation_(std::sqrt(pairs_ * static_cast<double>(first + second + 1) / 12)) {
  if (pairs_ <= kMostExactPairs) {
    cumulative_ =
        cumulative_share(orders_by_pairs(std::max(first, second), std::min(first, second)));
  }
}

double RankSumDistribution::at_most(double pairs) const {
  const double whole = std::floor(pairs);
  if (whole < 0) {
    return 0;
  }
  if (whole >= pairs_) {
    return 1;
  }
  if (cumulative_.empty()) {
    return boost::math::cdf(boost::math::normal(pairs_ / 2, deviation_), whole + 0.5);
  }
  return cumulative_[static_cast<std::size_t>(whole)];
}

double probability_over(std::span<const double> baseline, std::span<const double> candidate,
                        double limit, const RankSumDistribution& distribution) {
  double not_over = 0;
  for (const double before : baseline) {
    for (const double after : candidate) {
      const double allowed = before * limit;
      not_over += after < allowed ? 1 : (after == allowed ? 0.5 : 0);
    }
  }
  return distribution.at_most(std::ceil(not_over));
}

RatioOfSamples ratio_of_samples(std::span<const double> baseline, std::span<const double> candidate,
                                double confidence, const RankSumDistribution& distribution) {
  const std::vector<double> ratios = sorted_ratios(baseline, candidate);
  RatioOfSamples result{geometric_middle(ratios), {0, std::numeric_limits<double>::infinity()}};
  const double tail = (1 - confidence) / 2;
  std::size_t outside = 0;  // ratios that the test refuses at either end
  while (distribution.at_most(static_cast<double>(outside)) <= tail) {
    ++outside;
  }
  if (outside > 0) {
    result.interval = {ratios[outside - 1], ratios[ratios.size() - outside]};
  }
  return result;
}

std::vector<double> holm_adjusted(std::span<const double> probabilities) {
  std::vector<std::size_t> order(probabilities.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
    return probabilities[left] < probabilities[right];
  });
  std::vector<double> adjusted(probabilities.size());
  double most = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto hypotheses_left = static_cast<double>(order.size() - i);
    most = std::max(most, std::min(1.0, hypotheses_left * probabilities[order[i]]));
    adjusted[order[i]] = most;
  }
  return adjusted;
}

}  // namespace orbbench::micro
