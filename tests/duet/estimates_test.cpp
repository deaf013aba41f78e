#include "orbbench/metrics/estimates.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

#include "orbbench/metrics/seeded_random.hpp"

namespace orbbench::metrics {
namespace {

using Pairs = std::vector<std::pair<double, double>>;

TEST(SeededRandomTest, IsTheSameOnEveryPlatform) {
  SeededRandom random(5489);  // the standard's own seed, of which it states the 10000th number
  for (int i = 0; i < 9999; ++i) {
    random.below(1);
  }
  EXPECT_EQ(random.below(1'000'000'007), 9981545732273789042U % 1'000'000'007);
}

TEST(SeededRandomTest, GivesEachNumberBelowTheBoundAlike) {
  SeededRandom random(1);
  std::vector<int> seen(10);
  for (int i = 0; i < 10000; ++i) {
    ++seen.at(random.below(seen.size()));
  }
  for (const int count : seen) {
    EXPECT_NEAR(count, 1000, 150);  // five standard deviations
  }
}

TEST(SeededRandomTest, DrawsFractionsFromZeroToBelowOne) {
  SeededRandom random(1);
  double sum = 0;
  for (int i = 0; i < 10000; ++i) {
    const double fraction = random.fraction();
    ASSERT_GE(fraction, 0);
    ASSERT_LT(fraction, 1);
    sum += fraction;
  }
  EXPECT_NEAR(sum / 10000, 0.5, 0.015);
}

TEST(RatioOfPairsTest, IsTheGeometricMeanWithStudentsInterval) {
  const RatioEstimate estimate = ratio_of_pairs(Pairs{{1, std::exp(0.1)}, {2, 2 * std::exp(0.3)}});
  EXPECT_NEAR(estimate.ratio, std::exp(0.2), 1e-12);
  EXPECT_NEAR(estimate.log_standard_error, 0.1, 1e-12);
  EXPECT_EQ(estimate.degrees_of_freedom, 1U);
  const Interval interval = estimate.interval(0.95);
  EXPECT_NEAR(interval.low, std::exp(0.2 - 1.27062), 1e-5);  // Student's table: 12.7062
  EXPECT_NEAR(interval.high, std::exp(0.2 + 1.27062), 1e-4);
}

TEST(RatioOfPairsTest, KnowsNothingFromOnePair) {
  const Interval interval = ratio_of_pairs(Pairs{{1, 2}}).interval(0.95);
  EXPECT_EQ(interval.low, 0);
  EXPECT_TRUE(std::isinf(interval.high));
}

TEST(RatioOfPairsTest, RefusesWhatHasNoRatio) {
  EXPECT_THROW(ratio_of_pairs(Pairs{}), std::invalid_argument);
  EXPECT_THROW(ratio_of_pairs(Pairs{{0, 1}}), std::invalid_argument);
  EXPECT_THROW(ratio_of_pairs(Pairs{{1, -1}}), std::invalid_argument);
}

TEST(RatioEstimateTest, HasTheNormalIntervalWithoutDegreesOfFreedom) {
  const Interval interval = RatioEstimate{1, 0.1, 0}.interval(0.95);
  EXPECT_NEAR(std::log(interval.high), 0.1959964, 1e-6);
  EXPECT_NEAR(std::log(interval.low), -0.1959964, 1e-6);
}

TEST(RatioEstimateTest, IsWiderTheSurerAndTheFewerTheRounds) {
  const RatioEstimate many{1, 0.1, 9};
  const RatioEstimate few{1, 0.1, 3};
  EXPECT_GT(many.interval(0.9975).high, many.interval(0.95).high);
  EXPECT_GT(few.interval(0.95).high, many.interval(0.95).high);
}

// Tables of C. J. Clopper and E. S. Pearson, Biometrika 26 (1934).
TEST(ProportionIntervalTest, AgreesWithTheTables) {
  EXPECT_NEAR(proportion_interval(10, 100, 0.95).low, 0.0490, 5e-5);
  EXPECT_NEAR(proportion_interval(10, 100, 0.95).high, 0.1762, 5e-5);
  EXPECT_EQ(proportion_interval(0, 200, 0.95).low, 0);
  EXPECT_NEAR(proportion_interval(0, 200, 0.95).high, 1 - std::pow(0.025, 1.0 / 200), 1e-9);
  EXPECT_NEAR(proportion_interval(200, 200, 0.95).low, std::pow(0.025, 1.0 / 200), 1e-9);
  EXPECT_EQ(proportion_interval(200, 200, 0.95).high, 1);
}

TEST(ProportionIntervalTest, KnowsNothingFromNoTrials) {
  EXPECT_EQ(proportion_interval(0, 0, 0.95).low, 0);
  EXPECT_EQ(proportion_interval(0, 0, 0.95).high, 1);
  EXPECT_THROW(proportion_interval(2, 1, 0.95), std::invalid_argument);
}

}  // namespace
}  // namespace orbbench::metrics
