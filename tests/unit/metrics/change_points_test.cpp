#include "orbbench/metrics/change_points.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <stdexcept>

#include "autocorrelation.hpp"
#include "segmentation.hpp"
#include "shift.hpp"
#include "simulated_series.hpp"
#include "split_search.hpp"

namespace orbbench::metrics {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using tests::kNoise;
using tests::SeriesShape;
using tests::simulated_figures;
using tests::simulated_series;
using Values = std::vector<double>;

std::vector<std::size_t> places_of(const std::vector<ChangePoint>& changes) {
  std::vector<std::size_t> places;
  for (const ChangePoint& change : changes) {
    places.push_back(change.place);
  }
  return places;
}

TEST(ChangePointsTest, FindsAStepWithItsPlaceAndSize) {
  const auto changes = find_change_points(simulated_figures({.steps = {25}, .step = 6}, 2));
  ASSERT_EQ(changes.size(), 1U);
  const ChangePoint& change = changes.front();
  EXPECT_EQ(change.place, 25U);
  EXPECT_LE(change.earliest, change.place);
  EXPECT_GE(change.latest, change.place);
  EXPECT_LE(change.latest - change.earliest, 3U);
  EXPECT_TRUE(change.ratio_interval.contains(std::exp(6 * kNoise)));
  EXPECT_NEAR(change.median_after / change.median_before, change.ratio, 0.03);
  EXPECT_NEAR(change.confidence(), 0.999, 1e-9);
}

TEST(ChangePointsTest, FindsAChangeThatIsTakenBack) {
  const auto changes = find_change_points(simulated_figures({.steps = {16, 24}, .step = 6}, 1));
  EXPECT_THAT(places_of(changes), ElementsAre(16U, 24U));
  EXPECT_GT(changes.at(0).ratio, 1.1);
  EXPECT_LT(changes.at(1).ratio, 0.9);
}

TEST(ChangePointsTest, FindsOneThatIsFiveRunsOld) {
  EXPECT_THAT(places_of(find_change_points(simulated_figures({.steps = {35}, .step = 6}, 2))),
              ElementsAre(35U));
}

TEST(ChangePointsTest, FindsNoneWhereAllValuesAreAlike) {
  EXPECT_THAT(find_change_points(Values(40, 500.0)), IsEmpty());
}

TEST(ChangePointsTest, FindsAStepWithoutNoise) {
  Values values(40, 500.0);
  std::fill(values.begin() + 20, values.end(), 501.0);
  EXPECT_THAT(places_of(find_change_points(values)), ElementsAre(20U));
}

TEST(ChangePointsTest, TakesSingleSpikesForNone) {
  Values values = simulated_figures({}, 3);
  values[12] *= 3;
  values[30] *= 5;
  EXPECT_THAT(find_change_points(values), IsEmpty());
}

TEST(ChangePointsTest, DoesNotTellOfSmallerOnesThanWanted) {
  const Values values = simulated_figures({.steps = {25}, .step = 6}, 2);  // 19.7 %
  EXPECT_EQ(find_change_points(values, {.least_change = 0.1}).size(), 1U);
  EXPECT_THAT(find_change_points(values, {.least_change = 0.3}), IsEmpty());
}

TEST(ChangePointsTest, NeedsEnoughValuesForItsLevel) {
  EXPECT_EQ(fewest_values({.level = 0.01}), 10U);
  EXPECT_EQ(fewest_values({.level = 0.05}), 8U);  // 2 of 70 orders are divided so
  EXPECT_EQ(fewest_values({.level = 0.05, .shortest_stretch = 6}), 12U);
  const Values twelve{100, 101, 100, 102, 101, 100, 201, 200, 202, 200, 201, 200};
  EXPECT_THAT(places_of(find_change_points(twelve)), ElementsAre(6U));
  EXPECT_THAT(find_change_points(Values(twelve.begin(), twelve.begin() + 9)), IsEmpty());
}

TEST(ChangePointsTest, IsDeterminedByItsSeed) {
  const auto p_values = [](std::uint64_t seed) {
    Values all;
    for (std::uint64_t series = 1; series <= 8; ++series) {
      for (const ChangePoint& change : find_change_points(
               simulated_figures({.steps = {20}, .step = 2}, series), {.seed = seed})) {
        all.push_back(change.energy.p_value);
        all.push_back(change.ranks.p_value);
        all.push_back(static_cast<double>(change.latest));
      }
    }
    return all;
  };
  const Values first = p_values(5);
  EXPECT_EQ(first, p_values(5));
  EXPECT_NE(first, p_values(6));
}

// What only one method sees is no change: here the spread alone grows.
TEST(ChangePointsTest, TellsOnlyOfWhatBothMethodsSee) {
  Values values;
  for (int i = 0; i < 60; ++i) {
    values.push_back((i % 2 == 0 ? 1 : -1) * (i < 30 ? 1 : 10));
  }
  EXPECT_THAT(find_changes(values, 0, find_energy_split, {}), testing::Not(IsEmpty()));
  EXPECT_THAT(find_changes(values, 0, find_rank_split, {}), IsEmpty());
  for (double& value : values) {
    value = std::exp(kNoise * value);
  }
  EXPECT_THAT(find_change_points(values), IsEmpty());
}

void expect_sense(const std::vector<ChangePoint>& changes, std::size_t count,
                  const ChangePointSearch& search) {
  std::size_t before = 0;
  for (const ChangePoint& change : changes) {
    EXPECT_GE(change.place, before + search.shortest_stretch);
    EXPECT_GT(change.earliest, before);
    EXPECT_LE(change.earliest, change.place);
    EXPECT_LE(change.place, change.latest);
    EXPECT_LE(change.latest + search.shortest_stretch, count);
    EXPECT_TRUE(change.ratio_interval.contains(change.ratio));
    EXPECT_GE(change.confidence(), 1 - search.level);
    before = change.place;
  }
}

// Steps at random, close to each other as well, and values with ties.
TEST(ChangePointsTest, KeepsItsPromisesForAnySeries) {
  std::size_t found = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SeededRandom random(seed);
    SeriesShape shape{.count = 12 + random.below(50), .step = 8};
    for (std::size_t place = 0; place < shape.count; place += 2 + random.below(12)) {
      shape.steps.push_back(place);
    }
    Values values = simulated_series(shape, seed);
    for (double& value : values) {
      value = std::exp(std::round(2 * value) / 20);
    }
    const ChangePointSearch search{.level = 0.1, .shortest_stretch = 2, .resamples = 99};
    const auto changes = find_change_points(values, search);
    expect_sense(changes, values.size(), search);
    found += changes.size();
  }
  EXPECT_GT(found, 20U);
}

TEST(ChangePointsTest, RefusesWhatCannotBeSearched) {
  for (const double value : {0.0, -1.0, std::numeric_limits<double>::quiet_NaN(),
                             std::numeric_limits<double>::infinity()}) {
    EXPECT_THROW(find_change_points(Values{1, value}), std::invalid_argument);
  }
  for (const ChangePointSearch& search : std::vector<ChangePointSearch>{{.level = 0},
                                                                        {.level = 1},
                                                                        {.shortest_stretch = 1},
                                                                        {.least_change = -1},
                                                                        {.resamples = 99}}) {
    EXPECT_THROW(find_change_points(Values(40, 1.0), search), std::invalid_argument);
  }
}

/// The mean over pairs of one value of each part; of one part with itself, over its pairs.
double mean_distance(const Values& one, const Values& other) {
  double sum = 0;
  for (const double left : one) {
    for (const double right : other) {
      sum += std::abs(left - right);
    }
  }
  const auto count = static_cast<double>(one.size());
  return &one == &other ? sum / (count * (count - 1))
                        : sum / (count * static_cast<double>(other.size()));
}

double plain_energy(const Values& first, const Values& second) {
  const auto left = static_cast<double>(first.size());
  const auto right = static_cast<double>(second.size());
  return (2 * mean_distance(first, second) - mean_distance(first, first) -
          mean_distance(second, second)) *
         left * right / (left + right);
}

double plain_ranks(const Values& first, const Values& second) {
  double smaller = 0;
  for (const double left : first) {
    for (const double right : second) {
      smaller += left < right ? 1 : left == right ? 0.5 : 0;
    }
  }
  const auto left = static_cast<double>(first.size());
  const auto right = static_cast<double>(second.size());
  const double shift = std::abs(smaller - left * right / 2);
  const double square = shift * shift / (left * right * (left + right + 1) / 12) / 2;
  const double largest = 1.5 * left * right / (left + right + 1);
  const double orders =
      std::lgamma(left + right + 1) - std::lgamma(left + 1) - std::lgamma(right + 1);
  const double wholly_apart = orders - 0.5 * std::log(4 * std::numbers::pi * largest);
  const double share = square / largest;
  return square + (wholly_apart - largest) * share * share;
}

template <class Score>
Split plain_search(const Values& values, std::size_t shortest, Score score) {
  Split best;
  for (std::size_t end = 2 * shortest; end <= values.size(); ++end) {
    for (std::size_t place = shortest; place + shortest <= end; ++place) {
      const auto middle = values.begin() + static_cast<std::ptrdiff_t>(place);
      const double found = score(Values(values.begin(), middle),
                                 Values(middle, values.begin() + static_cast<std::ptrdiff_t>(end)));
      if (found > best.score) {
        best = {place, found};
      }
    }
  }
  return best;
}

TEST(SplitSearchTest, ScoresAsTheDefinitionsDo) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Values values = simulated_series({.count = 15 + seed, .steps = {9}, .step = 1}, seed);
    values[3] = values[7] = values[12];  // ties
    for (const std::size_t shortest : {2U, 3U, 5U}) {
      const Split energy = find_energy_split(values, shortest);
      const Split plain = plain_search(values, shortest, plain_energy);
      EXPECT_EQ(energy.place, plain.place);
      EXPECT_NEAR(energy.score, plain.score, 1e-9);
      const Split ranks = find_rank_split(values, shortest);
      EXPECT_NEAR(ranks.score, plain_search(values, shortest, plain_ranks).score, 1e-9);
    }
  }
}

TEST(SplitSearchTest, FindsNoneInTooFewValues) {
  EXPECT_EQ(find_energy_split(Values{1, 2, 3, 4, 5}, 3).score, 0);
  EXPECT_EQ(find_rank_split(Values{1, 2, 3, 4, 5}, 3).score, 0);
  EXPECT_EQ(find_energy_split({}, 3).score, 0);
}

double mean_autocorrelation(const SeriesShape& shape) {
  double sum = 0;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    sum += autocorrelation_of(simulated_series(shape, seed), 3);
  }
  return sum / 100;
}

TEST(AutocorrelationTest, IsThatOfTheSeries) {
  EXPECT_LT(mean_autocorrelation({.count = 100}), 0.05);
  EXPECT_NEAR(mean_autocorrelation({.count = 100, .autocorrelation = 0.6}), 0.55, 0.08);
}

TEST(AutocorrelationTest, IsHardlyTouchedByChangesOfLevel) {
  EXPECT_LT(mean_autocorrelation({.count = 100, .steps = {50}, .step = 4}), 0.05);
  EXPECT_LT(mean_autocorrelation({.count = 100, .steps = {25, 50, 75}, .step = 3}), 0.2);
}

TEST(AutocorrelationTest, IsNoneWithoutSpread) {
  EXPECT_EQ(autocorrelation_of(Values(40, 1.0), 3), 0);
  EXPECT_EQ(autocorrelation_of(Values{1, 2, 3}, 3), 0);
}

TEST(ShuffledSeriesTest, HasTheSameValuesWithoutAutocorrelation) {
  const Values values{3, 1, 4, 1, 5, 9, 2, 6};
  ShuffledSeries shuffled(values, 0);
  SeededRandom random(1);
  for (int i = 0; i < 20; ++i) {
    Values drawn;
    for (const double value : shuffled.draw(random)) {
      drawn.push_back(value + 3.5);  // the median is their zero
    }
    EXPECT_TRUE(std::ranges::is_permutation(drawn, values));
  }
}

TEST(ShuffledSeriesTest, HasTheAutocorrelationAndNoChange) {
  const Values values =
      simulated_series({.count = 400, .autocorrelation = 0.6, .steps = {200}, .step = 3}, 1);
  ShuffledSeries shuffled(values, 0.6);
  SeededRandom random(1);
  const auto drawn = shuffled.draw(random);
  EXPECT_NEAR(autocorrelation_of(drawn, 3), 0.6, 0.2);
  EXPECT_LT(std::abs(shift_of(drawn.first(200), drawn.subspan(200), 0).size), 0.6);
}

// Differences 3 4 5 / 2 3 4 / 1 2 3; of 9, the interval leaves out none at that size.
TEST(ShiftTest, IsTheMedianOfAllDifferences) {
  const Shift shift = shift_of(Values{1, 2, 3}, Values{4, 5, 6}, 0);
  EXPECT_EQ(shift.size, 3);
  EXPECT_EQ(shift.interval.low, 1);
  EXPECT_EQ(shift.interval.high, 5);
}

int count_covered(const SeriesShape& shape) {
  int covered = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const Values values = simulated_series(shape, seed);
    const std::span<const double> all(values);
    const auto before = all.first(shape.steps.front());
    covered += shift_of(before, all.subspan(before.size()), shape.autocorrelation)
                       .interval.contains(shape.step)
                   ? 1
                   : 0;
  }
  return covered;
}

// 95 % of 300 are 285.
TEST(ShiftTest, HasAnIntervalThatHoldsTheTruth) {
  EXPECT_GE(count_covered({.steps = {20}, .step = 2}), 275);
  EXPECT_GE(count_covered({.steps = {8}, .step = 2}), 270);
  EXPECT_GE(count_covered({.count = 80, .autocorrelation = 0.5, .steps = {40}, .step = 2}), 260);
}

}  // namespace
}  // namespace orbbench::metrics
