// The drift of p99 on machines whose noise comes and goes by minutes, against what is known of it.

#include "soak/latency_drift.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "made_soak.hpp"
#include "orbbench/metrics/control_variate.hpp"
#include "orbbench/metrics/seeded_random.hpp"

namespace orbbench::tests {
namespace {

using namespace orbbench::bench;
using metrics::SeededRandom;

constexpr int kIntervals = 60;
constexpr int kSoaks = 40;
constexpr double kLimit = 2;
constexpr int kWrong = kSoaks / 20;  // one in twenty may be
constexpr int kMost = kSoaks * 4 / 5;
constexpr int kNearlyAll = kSoaks * 9 / 10;

/// About normal: mean 0, standard deviation 1.
double deviate(SeededRandom& random) {
  double sum = -6;
  for (int i = 0; i < 12; ++i) {
    sum += random.fraction();
  }
  return sum;
}

/// What a soak is made of: how far each thing has gone up at its end, as a factor.
struct Course {
  double core = 1;
  double machine = 1;     ///< of calls and floor alike
  bool has_floor = true;  ///< one that shares the machine's noise
};

/// The logarithm of the machine's noise goes up and down by a factor of 2 and keeps two thirds of
/// itself from one interval to the next; calls and floor have a fifth of their own each.
MadeSoak made(const Course& course, std::uint64_t seed) {
  SeededRandom random(seed);
  std::vector<double> p99(kIntervals);
  std::vector<double> floor(kIntervals);
  double noise = 0;
  for (int i = 0; i < kIntervals; ++i) {
    const double at = static_cast<double>(i) / kIntervals;
    noise = 0.67 * noise + 0.74 * 0.7 * deviate(random);
    const double machine = noise + at * std::log(course.machine);
    p99[static_cast<std::size_t>(i)] =
        300 * std::exp(machine + at * std::log(course.core) + 0.2 * deviate(random));
    floor[static_cast<std::size_t>(i)] = 100 * std::exp(machine + 0.2 * deviate(random));
  }
  MadeSoak soak;
  soak.p99_us = [p99](int index) { return p99[static_cast<std::size_t>(index)]; };
  if (course.has_floor) {
    soak.floor_us = [floor](int index) { return floor[static_cast<std::size_t>(index)]; };
  }
  return soak;
}

/// How often of all each verdict is come to.
std::map<DriftVerdict, int> verdicts_on(const Course& course) {
  std::map<DriftVerdict, int> seen;
  for (int seed = 1; seed <= kSoaks; ++seed) {
    const MadeSoak soak = made(course, static_cast<std::uint64_t>(seed));
    const auto drift = estimate_drift(MadeSoak::plan(), soak.record(kIntervals));
    if (drift) {
      ++seen[judge_drift(*drift, kLimit)];
    }
  }
  return seen;
}

TEST(LatencyDriftTest, WithoutAFloorTheNoiseHidesWhatThereIs) {
  auto seen = verdicts_on({.has_floor = false});
  EXPECT_LE(seen[DriftVerdict::Drifting], kWrong);
  EXPECT_LT(seen[DriftVerdict::Steady], kSoaks / 2);
}

TEST(LatencyDriftTest, BesideAFloorACoreThatStaysIsSeenToStay) {
  auto seen = verdicts_on({});
  EXPECT_LE(seen[DriftVerdict::Drifting], kWrong);
  EXPECT_GE(seen[DriftVerdict::Steady], kNearlyAll);
}

TEST(LatencyDriftTest, BesideAFloorACoreThatSlowsDownIsSeenTo) {
  auto seen = verdicts_on({.core = 6});
  EXPECT_LE(seen[DriftVerdict::Steady], kWrong);
  EXPECT_GE(seen[DriftVerdict::Drifting], kMost);
}

TEST(LatencyDriftTest, AMachineThatSlowsDownIsNoCoreThatDoes) {
  auto seen = verdicts_on({.machine = 12});
  EXPECT_LE(seen[DriftVerdict::Drifting], kWrong);
  EXPECT_GE(seen[DriftVerdict::Machine], kSoaks / 5) << "where it is beyond the noise";
}

TEST(LatencyDriftTest, AMachineThatBecomesFasterIsNotTheCoresFault) {
  auto seen = verdicts_on({.machine = 0.1});
  EXPECT_EQ(seen[DriftVerdict::Drifting], 0);
}

TEST(LatencyDriftTest, AFloorThatMovesByItselfChangesNothing) {
  int same = 0;
  for (int seed = 1; seed <= kSoaks; ++seed) {
    MadeSoak soak = made({.has_floor = false}, static_cast<std::uint64_t>(seed));
    const auto alone = estimate_drift(MadeSoak::plan(), soak.record(kIntervals));
    soak.floor_us = made({}, static_cast<std::uint64_t>(seed) + kSoaks).floor_us;
    const auto beside = estimate_drift(MadeSoak::plan(), soak.record(kIntervals));
    ASSERT_TRUE(alone && beside);
    EXPECT_EQ(beside->seen.ratio, alone->seen.ratio);
    same += judge_drift(*alone, kLimit) == judge_drift(*beside, kLimit) ? 1 : 0;
  }
  EXPECT_GE(same, kMost);
}

TEST(LatencyDriftTest, OneIntervalWithoutAFloorLeavesWhatWasSeen) {
  MadeSoak soak = made({}, 1);
  soak.change = [](SoakInterval& interval) {
    if (interval.index == 30) {
      interval.floor = {};
    }
  };
  const auto drift = estimate_drift(MadeSoak::plan(), soak.record(kIntervals));
  ASSERT_TRUE(drift);
  EXPECT_FALSE(drift->beside_floor);
}

TEST(LatencyDriftTest, TooFewIntervalsAreNoDrift) {
  EXPECT_FALSE(estimate_drift(MadeSoak::plan(), made({}, 1).record(15)));
}

using Values = std::vector<double>;

TEST(ControlWeightTest, IsThatOfTheMovementsAndNotOfTheTrends) {
  const Values time{1, 2, 3, 4, 5, 6, 7, 8};
  const Values control{0, 1, 1, 0, 0, 1, 1, 0};
  EXPECT_DOUBLE_EQ(metrics::control_weight(time, Values{5, 5.5, 5.5, 5, 5, 5.5, 5.5, 5}, control),
                   0.5);
  EXPECT_NEAR(
      metrics::control_weight(time, Values{10, 20.5, 30.5, 40, 50, 60.5, 70.5, 80}, control), 0.5,
      1e-9)
      << "whatever the series' trend";
  EXPECT_EQ(metrics::control_weight(time, Values{5, 6, 7, 8, 9, 10, 11, 12},
                                    Values{10, 20, 30, 40, 50, 60, 70, 80}),
            0)
      << "a control that is the time";
}

TEST(ControlWeightTest, IsNeverMoreThanAllNorLessThanNothing) {
  const Values time{1, 2, 3, 4};
  const Values control{0, 1, 1, 0};
  EXPECT_EQ(metrics::control_weight(time, Values{0, 3, 3, 0}, control), 1);
  EXPECT_EQ(metrics::control_weight(time, Values{1, 0, 0, 1}, control), 0);
  EXPECT_EQ(metrics::control_weight(time, Values{5, 6, 6, 5}, Values{1, 1, 1, 1}), 0);
  EXPECT_EQ(metrics::control_weight(Values{1, 2, 3}, Values{0, 1, 0}, Values{0, 1, 0}), 0)
      << "too few";
}

}  // namespace
}  // namespace orbbench::tests
