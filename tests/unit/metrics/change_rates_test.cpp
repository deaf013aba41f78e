// How often the search for changes is wrong, and how small a change it sees: the figures that
// docs/adr/0022 states.

#include <gtest/gtest.h>

#include <cmath>
#include <iostream>
#include <string>

#include "orbbench/metrics/change_points.hpp"
#include "segmentation.hpp"
#include "simulated_series.hpp"
#include "split_search.hpp"

namespace orbbench::metrics {
namespace {

using tests::kNoise;
using tests::SeriesShape;
using tests::simulated_figures;
using tests::simulated_series;

constexpr int kSeries = 200;
constexpr std::size_t kNearby = 2;

/// Of so many simulated series.
struct Rates {
  int with_a_change = 0;
  int at_the_step = 0;  ///< at most two runs beside it
  int place_held = 0;   ///< of those, the place is one of those that are named
  int size_held = 0;    ///< of those, the size is in its interval
};

void add(const std::vector<ChangePoint>& changes, const SeriesShape& shape, Rates& rates) {
  rates.with_a_change += changes.empty() ? 0 : 1;
  for (const ChangePoint& change : changes) {
    const std::size_t step = shape.steps.empty() ? shape.count + kNearby + 1 : shape.steps.front();
    if (change.place + kNearby >= step && change.place <= step + kNearby) {
      ++rates.at_the_step;
      rates.place_held += change.earliest <= step && step <= change.latest ? 1 : 0;
      rates.size_held += change.ratio_interval.contains(std::exp(kNoise * shape.step)) ? 1 : 0;
      return;
    }
  }
}

Rates measure(const std::string& what, const SeriesShape& shape) {
  Rates rates;
  for (std::uint64_t seed = 1; seed <= kSeries; ++seed) {
    add(find_change_points(simulated_figures(shape, seed), {.resamples = 499, .seed = 1000 + seed}),
        shape, rates);
  }
  std::cout << what << ", " << shape.count << " runs: of " << kSeries << " series "
            << rates.with_a_change << " with a change, " << rates.at_the_step
            << " at the step; of those the place held in " << rates.place_held << ", the size in "
            << rates.size_held << "\n";
  return rates;
}

// The level is 1 % for each method, so at most 2 of 200 for both, give or take.
TEST(ChangeRatesTest, HardlyEverSeesAChangeWhereThereIsNone) {
  for (const std::size_t count : {12U, 30U, 60U}) {
    EXPECT_LE(measure("no change", {.count = count}).with_a_change, 5);
    EXPECT_LE(measure("no change, outliers", {.count = count, .outliers = 0.1}).with_a_change, 5);
  }
}

// The coefficient is estimated from the same few runs, which costs some false alarms.
TEST(ChangeRatesTest, SeldomTakesCorrelationForAChange) {
  const SeriesShape third{.count = 30, .autocorrelation = 0.3};
  EXPECT_LE(measure("no change, 0.3 carried", third).with_a_change, 14);
  const SeriesShape most{.count = 30, .autocorrelation = 0.6};
  EXPECT_LE(measure("no change, 0.6 carried", most).with_a_change, 32);
}

// Without the estimate, it is no rare thing: the test above can fail.
TEST(ChangeRatesTest, WouldTakeCorrelationForAChangeWereItOverlooked) {
  int seen = 0;
  for (std::uint64_t seed = 1; seed <= kSeries; ++seed) {
    const auto values = simulated_series({.count = 30, .autocorrelation = 0.6}, seed);
    const ChangePointSearch search{.resamples = 199, .seed = 1000 + seed};
    seen += find_changes(values, 0, find_energy_split, search).empty() ? 0 : 1;
  }
  EXPECT_GT(seen, kSeries / 3);
}

TEST(ChangeRatesTest, SeesAStepOfTwiceTheNoiseInFortyRuns) {
  const Rates rates = measure("step of 2", {.count = 40, .steps = {25}, .step = 2});
  EXPECT_GE(rates.at_the_step, 160);
  EXPECT_GE(rates.place_held, rates.at_the_step * 92 / 100);
  EXPECT_GE(rates.size_held, rates.at_the_step * 90 / 100);
}

TEST(ChangeRatesTest, SeesAStepOfThreeTimesTheNoiseInTwentyRuns) {
  const Rates rates = measure("step of 3", {.count = 20, .steps = {10}, .step = 3});
  EXPECT_GE(rates.at_the_step, 165);
  EXPECT_GE(rates.place_held, rates.at_the_step * 92 / 100);
}

TEST(ChangeRatesTest, SeesThreeTimesTheNoiseAmongOutliersAndCorrelation) {
  EXPECT_GE(measure("step of 3, outliers", {.count = 40, .outliers = 0.1, .steps = {20}, .step = 3})
                .at_the_step,
            160);
  EXPECT_GE(measure("step of 3, 0.3 carried",
                    {.count = 40, .autocorrelation = 0.3, .steps = {20}, .step = 3})
                .at_the_step,
            160);
}

}  // namespace
}  // namespace orbbench::metrics
