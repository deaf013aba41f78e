#include "micro/comparison/rank_sum.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "made_runs.hpp"

namespace orbbench::micro {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;

constexpr double kNear = 1e-12;

/// The same, by going through all orders.
double counted_at_most(std::size_t first, std::size_t second, std::size_t pairs) {
  std::vector<int> of_second(first + second, 0);
  std::fill(of_second.begin() + static_cast<std::ptrdiff_t>(first), of_second.end(), 1);
  double orders = 0;
  double few = 0;
  do {
    std::size_t below = 0;
    std::size_t u = 0;
    for (const int is_second : of_second) {
      below += is_second == 1 ? 0 : 1;
      u += is_second == 1 ? below : 0;
    }
    orders += 1;
    few += u <= pairs ? 1 : 0;
  } while (std::next_permutation(of_second.begin(), of_second.end()));
  return few / orders;
}

TEST(RankSumTest, CountsAllOrdersOfSmallSamples) {
  for (const auto& [first, second] : {std::pair(1UL, 1UL), {1UL, 4UL}, {5UL, 5UL}, {6UL, 3UL}}) {
    const RankSumDistribution distribution(first, second);
    for (std::size_t u = 0; u <= first * second; ++u) {
      EXPECT_NEAR(distribution.at_most(static_cast<double>(u)), counted_at_most(first, second, u),
                  kNear)
          << first << " and " << second << ", U " << u;
    }
  }
}

// Printed tables of the test have 23 as the critical value of 10 and 10 at 5 %, two-sided.
TEST(RankSumTest, HasTheCriticalValueOfTheTables) {
  const RankSumDistribution distribution(10, 10);
  EXPECT_LE(distribution.at_most(23), 0.025);
  EXPECT_GT(distribution.at_most(24), 0.025);
  EXPECT_NEAR(distribution.least(), 1.0 / 184756, kNear);
}

TEST(RankSumTest, ApproximatesLargeSamplesCloseToTheExactOnes) {
  const RankSumDistribution exact(50, 50);
  const RankSumDistribution approximate(50, 51);
  for (const double share : {0.3, 0.38, 0.45, 0.5}) {
    EXPECT_NEAR(exact.at_most(share * exact.pairs()),
                approximate.at_most(share * approximate.pairs()), 0.01);
  }
}

TEST(RankSumTest, FindsValuesOverTheLimitAndNoOthers) {
  const std::vector<double> baseline{10, 11, 12, 13, 14, 15};
  const std::vector<double> slower{20, 22, 24, 26, 28, 30};
  const RankSumDistribution distribution(6, 6);
  EXPECT_NEAR(probability_over(baseline, slower, 1.0, distribution), 1.0 / 924, kNear);
  EXPECT_NEAR(probability_over(baseline, slower, 4.0, distribution), 1.0, kNear);
  EXPECT_GT(probability_over(baseline, baseline, 1.0, distribution), 0.5);
}

TEST(RankSumTest, EstimatesTheRatioByTheMedianOfAllPairs) {
  const std::vector<double> baseline{1, 2, 4};
  const std::vector<double> candidate{2, 4, 8};
  const auto result = ratio_of_samples(baseline, candidate, 0.95, RankSumDistribution(3, 3));
  EXPECT_DOUBLE_EQ(result.ratio, 2);
  EXPECT_EQ(result.interval.low, 0) << "of three and three no interval has that confidence";
  EXPECT_TRUE(std::isinf(result.interval.high));
}

TEST(RankSumTest, TakesTheIntervalFromTheRatiosThatTheTestDoesNotRefuse) {
  const std::vector<double> baseline{10, 11, 12, 13, 14, 15, 16, 17};
  const std::vector<double> candidate{12, 13, 14.5, 15.5, 17, 18.5, 19, 20};
  const RankSumDistribution distribution(8, 8);
  const auto result = ratio_of_samples(baseline, candidate, 0.95, distribution);
  EXPECT_LE(probability_over(baseline, candidate, result.interval.low * 0.999, distribution),
            0.025);
  EXPECT_GT(probability_over(baseline, candidate, result.interval.low * 1.001, distribution),
            0.025);
  EXPECT_TRUE(result.interval.contains(result.ratio));
}

TEST(RankSumTest, IntervalHoldsTheTrueRatioAsOftenAsItSays) {
  metrics::SeededRandom random(7);
  const RankSumDistribution distribution(10, 10);
  int held = 0;
  constexpr int kTrials = 2000;
  for (int trial = 0; trial < kTrials; ++trial) {
    const auto baseline = made_times(random, 100, 0.1, 10);
    const auto candidate = made_times(random, 120, 0.1, 10);
    const auto result = ratio_of_samples(baseline, candidate, 0.95, distribution);
    held += result.interval.contains(1.2) ? 1 : 0;
  }
  EXPECT_GT(held, 0.94 * kTrials);
  EXPECT_LT(held, 0.975 * kTrials) << "wider than it need be";
}

TEST(RankSumTest, HolmAdjustsByWhatIsLeftAndKeepsTheOrder) {
  const std::vector<double> probabilities{0.01, 0.04, 0.03, 0.005};
  EXPECT_THAT(holm_adjusted(probabilities),
              ElementsAre(DoubleNear(0.03, kNear), DoubleNear(0.06, kNear), DoubleNear(0.06, kNear),
                          DoubleNear(0.02, kNear)));
  EXPECT_THAT(holm_adjusted({}), testing::IsEmpty());
}

}  // namespace
}  // namespace orbbench::micro
