#include "duet/error_rates.hpp"

#include <gtest/gtest.h>

#include "made_recording.hpp"

namespace orbbench::duet {
namespace {

using tests::made_recording;

constexpr std::size_t kRuns = 40;

std::vector<ResampledRates> resample(double slowdown, std::uint64_t seed) {
  const SidesAre sides = slowdown > 0 ? SidesAre::Different : SidesAre::Alike;
  return resample_duets({made_recording(slowdown, 1), made_recording(slowdown, 2)}, sides, kRuns,
                        seed);
}

TEST(ErrorRatesTest, ResamplesAQuarterAHalfAndTheWholeLength) {
  const auto rates = resample(0, 1);
  ASSERT_EQ(rates.size(), 3U);
  EXPECT_EQ(rates[0].length, std::chrono::seconds(15));
  EXPECT_EQ(rates[1].length, std::chrono::seconds(30));
  EXPECT_EQ(rates[2].length, std::chrono::seconds(60));
  EXPECT_EQ(rates[2].p50_changed.duets, kRuns);
}

TEST(ErrorRatesTest, HardlyEverSeesAChangeWhereThereIsNone) {
  const ResampledRates whole = resample(0, 1).back();
  EXPECT_LE(whole.p50_changed.hits, 2U);
  EXPECT_EQ(whole.failed.hits, 0U);
  EXPECT_GE(whole.passed.hits, kRuns - 2);
}

TEST(ErrorRatesTest, SeesASlowdownMoreOftenTheLongerTheDuet) {
  const auto rates = resample(0.05, 1);
  EXPECT_EQ(rates.back().p50_changed.hits, kRuns);
  EXPECT_LE(rates.front().p50_changed.hits, rates.back().p50_changed.hits);
  EXPECT_EQ(resample(0.15, 1).back().failed.hits, kRuns);
}

TEST(ErrorRatesTest, IsDeterminedByItsSeed) {
  const auto first = resample(0.01, 3);
  const auto again = resample(0.01, 3);
  const auto other_seed = resample(0.01, 4);
  bool same = true;
  for (std::size_t i = 0; i < first.size(); ++i) {
    EXPECT_EQ(first[i].p50_changed.hits, again[i].p50_changed.hits);
    EXPECT_EQ(first[i].any_changed.hits, again[i].any_changed.hits);
    same = same && first[i].p50_changed.hits == other_seed[i].p50_changed.hits &&
           first[i].any_changed.hits == other_seed[i].any_changed.hits;
  }
  EXPECT_FALSE(same);
}

SlowdownRates seen_by(double wanted, std::size_t hits) {
  SlowdownRates rates;
  rates.wanted = wanted;
  rates.resampled.resize(1);
  rates.resampled.front().p50_changed = {.hits = hits, .duets = 100};
  return rates;
}

TEST(SmallestSeenTest, IsTheSmallestWithAllAboveIt) {
  ErrorRates rates;
  rates.slowdowns = {seen_by(0, 1), seen_by(0.02, 95), seen_by(0.05, 95), seen_by(0.10, 100)};
  EXPECT_EQ(smallest_seen(rates, 0.95), 0.02);
  rates.slowdowns[2] = seen_by(0.05, 94);
  EXPECT_EQ(smallest_seen(rates, 0.95), 0.10);
  rates.slowdowns[3] = seen_by(0.10, 0);
  EXPECT_EQ(smallest_seen(rates, 0.95), std::nullopt);
  EXPECT_EQ(smallest_seen(ErrorRates{}, 0.95), std::nullopt);
}

TEST(RateCountTest, KnowsNothingOfNoDuets) {
  EXPECT_EQ(RateCount{}.share(), 0);
  EXPECT_EQ(RateCount{}.interval().high, 1);
}

}  // namespace
}  // namespace orbbench::duet
