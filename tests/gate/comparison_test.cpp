#include "gate/comparison.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <optional>

#include "gate/interval_quantiles.hpp"
#include "simulated_run.hpp"

namespace orbbench::tests {
namespace {

using gate::IntervalQuantiles;
using gate::Side;

std::vector<bench::SparseHistogram> latencies(const bench::Series& series) {
  std::vector<bench::SparseHistogram> intervals;
  for (const bench::SeriesInterval& interval : series.intervals) {
    intervals.push_back(interval.from_sent);
  }
  return intervals;
}

Side side_of(const SimulatedLoad& load, std::uint64_t seed) {
  const bench::Measurement measured = SimulatedRun(load, seed).measure();
  return {IntervalQuantiles(latencies(measured.calls)),
          IntervalQuantiles(latencies(measured.floor)),
          {{0, load.intervals}}};
}

TEST(IntervalQuantilesTest, WeighedAlikeTheyAreThoseOfTheHistogram) {
  const bench::Measurement measured = SimulatedRun({.disturbance = 0.5}, 3).measure();
  const IntervalQuantiles quantiles(latencies(measured.calls));
  const std::vector<std::uint32_t> once(quantiles.intervals(), 1);
  EXPECT_EQ(quantiles.count(), measured.calls.calls());
  for (const double share : {0.001, 0.5, 0.9, 0.99, 0.999}) {
    EXPECT_EQ(quantiles.quantile(share, once),
              static_cast<double>(measured.calls.from_intended.quantile(share).count()));
  }
}

TEST(IntervalQuantilesTest, OnlyIntervalsThatCountAreSeen) {
  std::vector<bench::SparseHistogram> intervals;
  for (const int milliseconds : {1, 2, 3}) {
    metrics::LatencyHistogram histogram;
    histogram.record(std::chrono::milliseconds(milliseconds));
    intervals.emplace_back(histogram);
  }
  const IntervalQuantiles quantiles(intervals);
  EXPECT_NEAR(quantiles.quantile(1, std::vector<std::uint32_t>{5, 1, 0}), 2e6, 2e3);
  EXPECT_NEAR(quantiles.quantile(0.5, std::vector<std::uint32_t>{1, 0, 2}), 3e6, 3e3);
  EXPECT_EQ(quantiles.quantile(0.5, std::vector<std::uint32_t>{0, 0, 0}), 0);
}

struct Rates {
  std::uint64_t covered = 0;
  std::uint64_t beyond_margin = 0;
};

// How often the interval at 95 % holds the true ratio, and how often it lies above a margin of 5 %.
Rates rates_of(const SimulatedLoad& baseline, const SimulatedLoad& candidate, std::uint64_t pairs,
               bool to_floor) {
  Rates rates;
  const double truth = (1 + candidate.slowdown) / (1 + baseline.slowdown);
  for (std::uint64_t pair = 0; pair < pairs; ++pair) {
    const std::uint64_t seed = 1000 + 2 * pair;
    const auto ratio = gate::compare_sides(side_of(baseline, seed), side_of(candidate, seed + 1),
                                           std::array{0.5}, 1)
                           .front();
    const auto interval = (to_floor ? *ratio.to_floor : ratio.time).interval(0.95);
    rates.covered += interval.contains(truth) ? 1U : 0U;
    rates.beyond_margin += interval.low > 1.05 ? 1U : 0U;
  }
  return rates;
}

constexpr std::uint64_t kPairs = 60;
constexpr SimulatedLoad kDisturbed{
    .disturbance = 0.05, .start_spread = 0.01, .intervals = 50, .calls = 40};

TEST(CompareSidesTest, TheSameCoreIsHardlyEverTakenForAWorseOne) {
  const Rates rates = rates_of(kDisturbed, kDisturbed, kPairs, false);
  EXPECT_EQ(rates.beyond_margin, 0U);
  EXPECT_GE(rates.covered, kPairs * 9 / 10);
}

constexpr std::uint64_t kStarts = 5;

// Of several starts, each a run of its own.
Side side_of_starts(const SimulatedLoad& load, std::uint64_t seed) {
  std::vector<bench::SparseHistogram> calls;
  std::vector<bench::SparseHistogram> floors;
  Side side{IntervalQuantiles({}), std::nullopt, {}};
  for (std::uint64_t start = 0; start < kStarts; ++start) {
    const bench::Measurement measured = SimulatedRun(load, 100 * seed + start).measure();
    side.rounds.push_back({calls.size(), load.intervals});
    std::ranges::move(latencies(measured.calls), std::back_inserter(calls));
    std::ranges::move(latencies(measured.floor), std::back_inserter(floors));
  }
  side.latency = IntervalQuantiles(calls);
  side.floor.emplace(floors);
  return side;
}

std::uint64_t found_worse(const Side& baseline, const Side& candidate) {
  const auto ratio = gate::compare_sides(baseline, candidate, std::array{0.5}, 1).front();
  return ratio.time.interval(0.95).low > 1.05 ? 1U : 0U;
}

TEST(CompareSidesTest, WhatStartsDifferByIsNoRegression) {
  SimulatedLoad unsteady = kDisturbed;
  unsteady.start_spread = 0.1;
  SimulatedLoad slower = unsteady;
  slower.slowdown = 0.5;
  std::uint64_t false_alarms_of_one = 0;
  std::uint64_t false_alarms = 0;
  std::uint64_t found = 0;
  for (std::uint64_t pair = 0; pair < kPairs; ++pair) {
    const Side baseline = side_of_starts(unsteady, 2 * pair + 1);
    false_alarms_of_one +=
        found_worse(side_of(unsteady, 300 * pair + 1), side_of(unsteady, 300 * pair + 2));
    false_alarms += found_worse(baseline, side_of_starts(unsteady, 2 * pair + 2));
    found += found_worse(baseline, side_of_starts(slower, 2 * pair + 2));
  }
  EXPECT_GE(false_alarms_of_one, kPairs / 6) << "one start knows nothing of others";
  EXPECT_LE(false_alarms, kPairs / 20);
  EXPECT_GE(found, kPairs * 9 / 10);
}

TEST(CompareSidesTest, ABaselineOfOneStartVariesByWhatTheCandidatesStartsTell) {
  SimulatedLoad unsteady = kDisturbed;
  unsteady.start_spread = 0.1;
  std::uint64_t false_alarms = 0;
  for (std::uint64_t pair = 0; pair < kPairs; ++pair) {
    false_alarms +=
        found_worse(side_of(unsteady, 300 * pair + 1), side_of_starts(unsteady, pair + 7));
  }
  EXPECT_LE(false_alarms, kPairs / 10);
}

TEST(CompareSidesTest, AClearSlowdownIsHardlyEverMissed) {
  SimulatedLoad slower = kDisturbed;
  slower.slowdown = 0.15;
  EXPECT_GE(rates_of(kDisturbed, slower, kPairs, false).beyond_margin, kPairs * 9 / 10);
  EXPECT_GE(rates_of(kDisturbed, slower, kPairs, true).beyond_margin, kPairs * 9 / 10);
}

TEST(CompareSidesTest, RepeatsThatDifferFromOneAnotherMakeItUnsure) {
  std::vector<bench::SparseHistogram> steady;
  std::vector<bench::SparseHistogram> restless;
  for (std::uint64_t round = 0; round < 4; ++round) {
    const double shift = round % 2 == 0 ? 0.2 : -0.2;
    for (const bench::SparseHistogram& one : latencies(SimulatedRun({}, round).measure().calls)) {
      steady.push_back(one);
    }
    for (const bench::SparseHistogram& one :
         latencies(SimulatedRun({.slowdown = shift}, round).measure().calls)) {
      restless.push_back(one);
    }
  }
  const std::vector<metrics::Round> rounds{{0, 50}, {50, 50}, {100, 50}, {150, 50}};
  const Side before{IntervalQuantiles(steady), {}, rounds};
  const Side after{IntervalQuantiles(restless), {}, rounds};
  const auto width = [&](const Side& candidate) {
    const auto interval =
        gate::compare_sides(before, candidate, std::array{0.5}, 1).front().time.interval(0.95);
    return interval.high / interval.low;
  };
  EXPECT_LT(width(before), 1.05);
  EXPECT_GT(width(after), 1.3);
}

TEST(CompareSidesTest, AQuantileOfZeroHasNoKnownRatio) {
  metrics::LatencyHistogram zeros;
  for (int i = 0; i < 1000; ++i) {
    zeros.record(std::chrono::nanoseconds(0));
  }
  const std::vector<bench::SparseHistogram> intervals(20, bench::SparseHistogram(zeros));
  const Side nothing{IntervalQuantiles(intervals), {}, {{0, 20}}};
  const auto ratio = gate::compare_sides(nothing, nothing, std::array{0.5}, 1).front();
  EXPECT_TRUE(std::isinf(ratio.time.interval(0.95).high));
  EXPECT_EQ(ratio.time.interval(0.95).low, 0);
}

}  // namespace
}  // namespace orbbench::tests
