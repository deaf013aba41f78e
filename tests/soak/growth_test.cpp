// The growth statistics against series whose truth is known.

#include "orbbench/metrics/growth.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <ostream>
#include <vector>

#include "orbbench/metrics/seeded_random.hpp"

namespace orbbench::metrics {

void PrintTo(GrowthVerdict verdict, std::ostream* out) {
  constexpr const char* kNames[] = {"Steady", "WarmedUp", "Growing", "Unclear", "TooShort"};
  *out << kNames[static_cast<std::size_t>(verdict)];
}

}  // namespace orbbench::metrics

namespace orbbench::tests {
namespace {

using namespace orbbench::metrics;

constexpr double kPage = 4096;
constexpr double kArena = 132 * 1024.0;
constexpr GrowthMargin kMargin{16'000, 4.0 * 1024 * 1024, 256.0 * 1024};

/// A minute of 500 calls a second, sampled each second.
std::vector<GrowthSample> minute(const std::function<double(double)>& value_at) {
  std::vector<GrowthSample> samples;
  for (int second = 1; second <= 60; ++second) {
    const double calls = 0.5 * second;
    samples.push_back({calls, value_at(calls)});
  }
  return samples;
}

double in_pages(double octets) {
  return std::ceil(octets / kPage) * kPage;
}

/// What neither grows nor shrinks, and is not still: up and down by some pages, for a while each.
class Wander {
 public:
  explicit Wander(std::uint64_t seed) : random_(seed) {}
  double next() {
    level_ = 0.8 * level_ + 8 * kPage * (random_.fraction() - 0.5);
    return level_;
  }

 private:
  SeededRandom random_;
  double level_ = 0;
};

TEST(GrowthTest, SlopeIsThatOfALine) {
  EXPECT_DOUBLE_EQ(theil_sen_slope(minute([](double calls) { return 7 + 3 * calls; })), 3);
}

TEST(GrowthTest, SlopeIsNotMovedByAQuarterOfWildSamples) {
  auto samples = minute([](double calls) { return 7 + 3 * calls; });
  for (std::size_t i = 0; i < samples.size(); i += 4) {
    samples[i].value += 1e6;
  }
  EXPECT_NEAR(theil_sen_slope(samples), 3, 1);
}

TEST(GrowthTest, NothingIsConcludedAcrossLives) {
  std::vector<GrowthSample> samples;
  for (int i = 0; i < 20; ++i) {
    samples.push_back({double(i), 100.0, 0});
  }
  for (int i = 20; i < 40; ++i) {
    samples.push_back({double(i), 1e9, 1});
  }
  EXPECT_DOUBLE_EQ(theil_sen_slope(samples), 0);
  EXPECT_EQ(judge_growth(samples, kMargin).verdict, GrowthVerdict::Steady);
}

TEST(GrowthTest, ALongSeriesKeepsItsSlope) {
  std::vector<GrowthSample> samples;
  Wander wander(1);
  for (int i = 0; i < 20'000; ++i) {
    samples.push_back({2.5 * i, 300 * 2.5 * i + wander.next()});
  }
  EXPECT_NEAR(theil_sen_slope(samples), 300, 1);
}

TEST(GrowthTest, TheIntervalHoldsTheTruthAboutAsOftenAsItSays) {
  constexpr double kTruth = 5000;
  constexpr int kSeries = 200;
  int held = 0;
  for (int i = 0; i < kSeries; ++i) {
    Wander wander(static_cast<std::uint64_t>(i) + 1);
    const auto samples = minute([&](double calls) { return kTruth * calls + wander.next(); });
    held += estimate_growth(samples, {.resamples = 200}).interval.contains(kTruth) ? 1 : 0;
  }
  // Of 95 %; what wanders for long stretches makes it somewhat narrow.
  EXPECT_GE(held, kSeries * 80 / 100);
  EXPECT_LT(held, kSeries);
}

TEST(GrowthTest, ALeakOf64OctetsACallIsGrowing) {
  Wander wander(3);
  const auto judgement = judge_growth(
      minute([&](double calls) { return in_pages(1e7 + 64'000 * calls + wander.next()); }),
      kMargin);
  EXPECT_EQ(judgement.verdict, GrowthVerdict::Growing);
  EXPECT_NEAR(judgement.whole.slope, 64'000, 6'000);
}

TEST(GrowthTest, ALeakThatIsSeenInArenasIsGrowing) {
  const auto samples =
      minute([](double calls) { return 1e7 + std::floor(64'000 * calls / kArena) * kArena; });
  EXPECT_EQ(judge_growth(samples, kMargin).verdict, GrowthVerdict::Growing);
}

TEST(GrowthTest, AnObjectPerThousandCallsIsGrowing) {
  SeededRandom random(4);
  const auto samples = minute([&](double calls) {
    return std::floor(calls) + static_cast<double>(random.below(5));  // some are always out
  });
  const auto judgement = judge_growth(samples, {0.25, 16, 4});
  EXPECT_EQ(judgement.verdict, GrowthVerdict::Growing);
  EXPECT_NEAR(judgement.whole.slope, 1, 0.2);
}

TEST(GrowthTest, WhatIsStillIsSteady) {
  const auto judgement = judge_growth(minute([](double) { return 1e7; }), kMargin);
  EXPECT_EQ(judgement.verdict, GrowthVerdict::Steady);
  EXPECT_EQ(judgement.whole.interval.high, 0);
}

TEST(GrowthTest, WhatWandersIsHardlyEverGrowing) {
  int growing = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    Wander wander(seed);
    const auto samples = minute([&](double) { return in_pages(1e7 + wander.next()); });
    growing += judge_growth(samples, kMargin, {.resamples = 100}).verdict == GrowthVerdict::Growing;
  }
  EXPECT_EQ(growing, 0);
}

TEST(GrowthTest, AnAllocatorThatWarmsUpIsNotGrowing) {
  // Fills 4 MiB, fast at first; then in arenas; then one that goes on for 40 % of the time.
  const auto smooth =
      minute([](double calls) { return in_pages(1e7 + 4e6 * (1 - std::exp(-calls / 2.5))); });
  const auto stairs = minute(
      [](double calls) { return 1e7 + kArena * std::floor(20 * (1 - std::exp(-calls / 2.5))); });
  const auto line =
      minute([](double calls) { return in_pages(1e7 + 64'000 * std::min(calls, 12.0)); });
  for (const auto& samples : {smooth, stairs, line}) {
    const auto verdict = judge_growth(samples, kMargin).verdict;
    EXPECT_TRUE(verdict == GrowthVerdict::WarmedUp || verdict == GrowthVerdict::Steady)
        << testing::PrintToString(verdict);
  }
}

TEST(GrowthTest, AGrowthThatHasStoppedIsNotGrowing) {
  const auto samples = minute([](double calls) { return 1e7 + 640'000 * std::min(calls, 14.0); });
  const auto judgement = judge_growth(samples, kMargin);
  EXPECT_GT(judgement.whole.interval.low, judgement.margin);
  EXPECT_EQ(judgement.verdict, GrowthVerdict::WarmedUp);
}

TEST(GrowthTest, OneStepIsNotGrowing) {
  for (double at = 1; at < 30; ++at) {
    const auto samples = minute([&](double calls) { return 1e7 + (calls > at ? 4 * kArena : 0); });
    EXPECT_NE(judge_growth(samples, kMargin).verdict, GrowthVerdict::Growing) << "at " << at;
  }
}

TEST(GrowthTest, LessThanTheNoiseTellsNothing) {
  // 200 KiB in 1,500 calls: a core that has only just begun.
  std::vector<GrowthSample> samples;
  for (int i = 0; i < 15; ++i) {
    samples.push_back({0.1 * i, 1e7 + 13.0 * 1024 * i, 0});
  }
  EXPECT_EQ(judge_growth(samples, kMargin).verdict, GrowthVerdict::Unclear);
  EXPECT_EQ(judge_growth(samples, {kMargin.per_thousand, kMargin.in_all, 0}).verdict,
            GrowthVerdict::Growing);
}

TEST(GrowthTest, AFewSamplesTellNothing) {
  auto samples = minute([](double calls) { return 1e9 * calls; });
  samples.resize(kFewestGrowthSamples - 1);
  EXPECT_EQ(judge_growth(samples, kMargin).verdict, GrowthVerdict::TooShort);
  EXPECT_EQ(judge_growth({}, kMargin).verdict, GrowthVerdict::TooShort);
}

TEST(GrowthTest, ALongRunMayGrowNoMoreThanInAll) {
  EXPECT_DOUBLE_EQ(kMargin.over(30), 16'000);
  EXPECT_DOUBLE_EQ(kMargin.over(4096), 1024);
  EXPECT_DOUBLE_EQ(kMargin.over(0), 16'000);
}

TEST(GrowthTest, TheSameSeedGivesTheSameInterval) {
  Wander wander(5);
  const auto samples = minute([&](double) { return wander.next(); });
  const auto once = estimate_growth(samples, {});
  const auto again = estimate_growth(samples, {});
  EXPECT_EQ(once.interval.low, again.interval.low);
  EXPECT_EQ(once.interval.high, again.interval.high);
}

}  // namespace
}  // namespace orbbench::tests
