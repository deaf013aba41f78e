#include "load/arrivals.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace orbbench::bench {
namespace {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;
using testing::ElementsAre;

std::vector<nanoseconds> all_of(const Arrivals& arrivals, std::size_t lane, std::size_t lanes) {
  std::vector<nanoseconds> times;
  const DueTimes next = due_times(arrivals, lane, lanes);
  for (nanoseconds due = next(); due < arrivals.duration; due = next()) {
    times.push_back(due);
  }
  return times;
}

std::size_t count_within(const std::vector<nanoseconds>& times, nanoseconds from, nanoseconds to) {
  return static_cast<std::size_t>(
      std::ranges::count_if(times, [&](nanoseconds due) { return due >= from && due < to; }));
}

TEST(ArrivalsTest, ConstantOnesAreEvenlySpreadOverTheLanes) {
  const Arrivals arrivals{ConstantArrivals{100}, 50ms};
  EXPECT_THAT(all_of(arrivals, 0, 2), ElementsAre(0ms, 20ms, 40ms));
  EXPECT_THAT(all_of(arrivals, 1, 2), ElementsAre(10ms, 30ms));
  EXPECT_DOUBLE_EQ(arrivals.expected_calls(), 5);
}

TEST(ArrivalsTest, ARampSendsWhatItsRateAddsUpTo) {
  const Arrivals arrivals{RampArrivals{1000, 3000}, 2s};
  const auto times = all_of(arrivals, 0, 1);
  EXPECT_EQ(times.size(), 4000U);
  EXPECT_DOUBLE_EQ(arrivals.expected_calls(), 4000);
  // In the first second 1000 to 2000 a second, in the other 2000 to 3000.
  EXPECT_EQ(count_within(times, 0s, 1s), 1500U);
  EXPECT_TRUE(std::ranges::is_sorted(times));
}

TEST(ArrivalsTest, ARampMayFallToNearlyNothing) {
  const auto times = all_of({RampArrivals{2000, 1}, 1s}, 0, 1);
  EXPECT_NEAR(static_cast<double>(times.size()), 1000.5, 1);
  EXPECT_EQ(count_within(times, 0s, 500ms), 751U);
}

TEST(ArrivalsTest, StepsHaveTheirOwnRates) {
  const Arrivals arrivals{StepArrivals{{100, 300, 200}}, 3s};
  const auto times = all_of(arrivals, 0, 1);
  EXPECT_EQ(count_within(times, 0s, 1s), 100U);
  EXPECT_EQ(count_within(times, 1s, 2s), 300U);
  EXPECT_EQ(count_within(times, 2s, 3s), 200U);
  EXPECT_DOUBLE_EQ(arrivals.expected_calls(), 600);
}

// Gaps of an exponential distribution have a mean and a standard deviation of 1 / rate.
TEST(ArrivalsTest, PoissonOnesHaveExponentialGapsOverAllLanesTogether) {
  const Arrivals arrivals{PoissonArrivals{10000}, 5s, 7};
  std::vector<nanoseconds> times;
  for (std::size_t lane = 0; lane < 4; ++lane) {
    const auto of_lane = all_of(arrivals, lane, 4);
    times.insert(times.end(), of_lane.begin(), of_lane.end());
  }
  std::ranges::sort(times);
  EXPECT_NEAR(static_cast<double>(times.size()), 50000, 3 * std::sqrt(50000.0));
  double sum = 0;
  double squares = 0;
  for (std::size_t i = 1; i < times.size(); ++i) {
    const double gap_us =
        std::chrono::duration<double, std::micro>(times[i] - times[i - 1]).count();
    sum += gap_us;
    squares += gap_us * gap_us;
  }
  const double mean = sum / static_cast<double>(times.size());
  const double deviation = std::sqrt(squares / static_cast<double>(times.size()) - mean * mean);
  EXPECT_NEAR(mean, 100, 2);
  EXPECT_NEAR(deviation, 100, 3);
}

TEST(ArrivalsTest, PoissonOnesAreTheSameUnderTheSameSeedAndDifferByLane) {
  const Arrivals arrivals{PoissonArrivals{1000}, 100ms, 7};
  EXPECT_EQ(all_of(arrivals, 0, 2), all_of(arrivals, 0, 2));
  EXPECT_NE(all_of(arrivals, 0, 2), all_of(arrivals, 1, 2));
  EXPECT_NE(all_of(arrivals, 0, 2), all_of({PoissonArrivals{1000}, 100ms, 8}, 0, 2));
}

TEST(ArrivalsTest, KnowTheirPeak) {
  EXPECT_EQ((Arrivals{ConstantArrivals{7}, 1s}.peak_rate()), 7);
  EXPECT_EQ((Arrivals{PoissonArrivals{8}, 1s}.peak_rate()), 8);
  EXPECT_EQ((Arrivals{RampArrivals{1, 9}, 1s}.peak_rate()), 9);
  EXPECT_EQ((Arrivals{RampArrivals{9, 1}, 1s}.peak_rate()), 9);
  EXPECT_EQ((Arrivals{StepArrivals{{3, 5, 4}}, 1s}.peak_rate()), 5);
}

TEST(ArrivalsTest, ScaledOnesComeAtSoManyTimesTheRateAllAlong) {
  const Arrivals arrivals{RampArrivals{1000, 3000}, 2s};
  const auto times = all_of(arrivals.scaled(0.1), 0, 1);
  EXPECT_EQ(count_within(times, 0s, 1s), 150U);
  EXPECT_EQ(count_within(times, 1s, 2s), 250U);
  EXPECT_DOUBLE_EQ((Arrivals{StepArrivals{{100, 300}}, 2s}.scaled(2).expected_calls()), 800);
}

}  // namespace
}  // namespace orbbench::bench
