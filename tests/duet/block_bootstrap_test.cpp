#include "orbbench/metrics/block_bootstrap.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "simulated_calls.hpp"

namespace orbbench::metrics {
namespace {

using testing::Each;
using testing::ElementsAre;
using tests::SimulatedCalls;

const std::vector<double> kMedian{0.5};

RatioEstimate estimate_p50(const SimulatedCalls& calls, const BlockBootstrap& bootstrap) {
  return bootstrap_ratios(StretchedDurations(calls.baseline), StretchedDurations(calls.candidate),
                          calls.rounds, kMedian, bootstrap)
      .front();
}

/// In how many of 200 simulated duets the 95 % interval of p50 holds the true ratio.
int count_covered(const SimulatedCalls::Shape& shape, double mean_block) {
  int covered = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const SimulatedCalls calls(shape, seed);
    const RatioEstimate estimate =
        estimate_p50(calls, {.resamples = 150, .mean_block = mean_block, .seed = seed});
    covered += estimate.interval(0.95).contains(1 + shape.slowdown) ? 1 : 0;
  }
  return covered;
}

TEST(BlockBootstrapTest, CountsARoundAsOftenAsItIsListed) {
  const std::vector<Round> rounds{{0, 2}, {2, 1}, {0, 1}};
  EXPECT_THAT(weights_of(rounds, 4), ElementsAre(2U, 1U, 1U, 0U));
}

TEST(BlockBootstrapTest, DrawsAsManyStretchesAsThereAre) {
  const std::vector<Round> rounds{{0, 5}, {5, 5}, {10, 5}};
  SeededRandom random(3);
  for (int i = 0; i < 100; ++i) {
    const auto weights = resample_weights(rounds, 15, 4, random);
    EXPECT_EQ(std::accumulate(weights.begin(), weights.end(), 0U), 15U);
  }
}

TEST(BlockBootstrapTest, DrawsNeighboursTogetherWhenBlocksAreLong) {
  SeededRandom random(3);
  const std::vector<Round> one{{0, 8}};
  EXPECT_THAT(resample_weights(one, 8, 1e12, random), Each(1U));  // one block, round its end
  const auto alone = resample_weights(one, 8, 1, random);
  EXPECT_NE(*std::max_element(alone.begin(), alone.end()), 1U);
}

TEST(BlockBootstrapTest, FindsTheRatioOfScaledDurationsExactly) {
  SimulatedCalls calls({}, 1);
  calls.candidate = calls.baseline;
  for (auto& stretch : calls.candidate) {
    for (auto& duration : stretch) {
      duration *= 2;
    }
  }
  const RatioEstimate estimate = estimate_p50(calls, {});
  EXPECT_DOUBLE_EQ(estimate.ratio, 2);
  EXPECT_NEAR(estimate.log_standard_error, 0, 1e-9);
  EXPECT_EQ(estimate.degrees_of_freedom, 9U);
}

TEST(BlockBootstrapTest, IsDeterminedByItsSeed) {
  const SimulatedCalls calls({}, 1);
  const double first = estimate_p50(calls, {.seed = 5}).log_standard_error;
  EXPECT_EQ(first, estimate_p50(calls, {.seed = 5}).log_standard_error);
  EXPECT_NE(first, estimate_p50(calls, {.seed = 6}).log_standard_error);
}

TEST(BlockBootstrapTest, RefusesSidesThatDoNotMatch) {
  SimulatedCalls calls({}, 1);
  calls.candidate.pop_back();
  EXPECT_THROW(estimate_p50(calls, {}), std::invalid_argument);
  calls.candidate.clear();
  calls.candidate.resize(calls.baseline.size());
  EXPECT_THROW(estimate_p50(calls, {}), std::invalid_argument);  // a quantile of zero
}

// 95 % is meant; of 200, fewer than 180 would be less than 90 %.
TEST(BlockBootstrapTest, CoversTheTruthWhenCallsAreCorrelated) {
  EXPECT_GE(count_covered({.slowdown = 0.05}, 4), 180);
}

TEST(BlockBootstrapTest, CoversTheTruthWhenStartsDiffer) {
  EXPECT_GE(count_covered({.slowdown = 0.05, .start_spread = 0.02}, 4), 180);
}

TEST(BlockBootstrapTest, CoversTheTruthOfOneRound) {
  EXPECT_GE(count_covered({.rounds = 1, .stretches = 100}, 4), 180);
}

// One round of a minute has some 600 stretches, of which judge() takes blocks of twice the
// cube root.
constexpr SimulatedCalls::Shape kDisturbed{
    .disturbance = 0.1, .rounds = 1, .stretches = 600, .calls = 30};

TEST(BlockBootstrapTest, CoversTheTruthWhenDisturbancesLast) {
  EXPECT_GE(count_covered(kDisturbed, 2 * std::cbrt(600)), 180);
}

// What blocks are for: drawn one by one, stretches seem to tell more than they do.
TEST(BlockBootstrapTest, MissesTheTruthWhenWhatIsCorrelatedIsDrawnOneByOne) {
  EXPECT_LT(count_covered(kDisturbed, 1), 160);
}

// That the rounds are drawn is what makes the difference: as one round, starts are overlooked.
TEST(BlockBootstrapTest, MissesTheTruthWhenDifferentStartsAreTakenForOne) {
  int covered = 0;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    SimulatedCalls calls({.start_spread = 0.05}, seed);
    calls.rounds = {{0, calls.baseline.size()}};
    const RatioEstimate estimate =
        estimate_p50(calls, {.resamples = 150, .mean_block = 1, .seed = seed});
    covered += estimate.interval(0.95).contains(1) ? 1 : 0;
  }
  EXPECT_LT(covered, 75);
}

}  // namespace
}  // namespace orbbench::metrics
