// The open loop that gives its intervals one by one, with calls that a test controls.

#include "soak/soak_load.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <stdexcept>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::tests {
namespace {

using namespace orbbench::bench;
using namespace std::chrono_literals;
using std::chrono::nanoseconds;

SoakSchedule constant(double rate, nanoseconds duration, nanoseconds interval) {
  return {{ConstantArrivals{rate}, duration}, interval, 0, 5s};
}

/// All intervals, one after the other; fails the test when they do not come.
std::vector<IntervalCalls> take_all(SoakLoad& load, std::size_t first, std::size_t count) {
  std::vector<IntervalCalls> intervals;
  const auto limit = SoakLoad::Clock::now() + 20s;
  while (intervals.size() < count && SoakLoad::Clock::now() < limit) {
    const std::size_t index = first + intervals.size();
    load.wait(limit, index, {});
    if (auto calls = load.take(index)) {
      intervals.push_back(*std::move(calls));
    }
  }
  EXPECT_EQ(intervals.size(), count);
  return intervals;
}

std::uint64_t calls_of(const IntervalCalls& interval) {
  return interval.outcomes.calls();
}

TEST(SoakLoadTest, EachCallIsInTheIntervalInWhichItWasDue) {
  std::atomic<int> made = 0;
  const std::vector<TimedCall> lanes(3, [&] { ++made; });
  SoakLoad load(constant(500, 1s, 250ms), lanes);
  const auto intervals = take_all(load, 0, 4);
  for (const IntervalCalls& interval : intervals) {
    EXPECT_EQ(calls_of(interval), 125U);
    EXPECT_EQ(interval.times.from_intended.count(), 125U);
    EXPECT_EQ(interval.times.lateness.count(), 125U);
  }
  EXPECT_EQ(made, 500);
  EXPECT_EQ(load.calls_made(), 500U);
}

TEST(SoakLoadTest, TheLastIntervalMayBeShorter) {
  const SoakSchedule schedule = constant(100, 700ms, 300ms);
  ASSERT_EQ(schedule.intervals(), 3U);
  SoakLoad load(schedule, {[] {}});
  const auto intervals = take_all(load, 0, 3);
  EXPECT_EQ(calls_of(intervals.back()), 10U);
  EXPECT_EQ(load.begin_of(3) - load.begin_of(0), 700ms);
}

TEST(SoakLoadTest, AStallAcrossIntervalsIsChargedToAllCallsThatItKeptWaiting) {
  bool is_first = true;
  SoakLoad load(constant(100, 1s, 200ms), {[&] {
                  if (is_first) {
                    is_first = false;
                    std::this_thread::sleep_for(500ms);  // the stall itself
                  }
                }});
  const auto intervals = take_all(load, 0, 5);
  // All 20 calls of the second interval were due during the stall, and none was sent in it.
  EXPECT_EQ(calls_of(intervals[1]), 20U);
  EXPECT_GT(intervals[1].times.from_intended.expand().min(), 100ms);
  EXPECT_GT(intervals[1].times.from_intended.expand().max(), 250ms);
  EXPECT_LT(intervals[1].times.from_sent.expand().min(), 100ms);
  EXPECT_GT(intervals[0].times.from_intended.expand().min(), 300ms);
}

TEST(SoakLoadTest, AnIntervalWaitsForTheCallThatWasDueInIt) {
  std::atomic<bool> may_return = false;
  SoakLoad load(constant(10, 400ms, 100ms), {[&] { may_return.wait(false); }});
  load.wait(load.begin_of(3), 0, {});
  EXPECT_FALSE(load.take(0));
  may_return = true;
  may_return.notify_all();
  EXPECT_EQ(calls_of(take_all(load, 0, 1).front()), 1U);
}

TEST(SoakLoadTest, ErrorsAreCountedByTheirClass) {
  int call = 0;
  SoakLoad load(constant(100, 100ms, 100ms), {[&] {
                  if (call++ == 3) {
                    throw orb_client::TimeoutError({}, "late");
                  }
                  if (call == 6) {
                    throw std::runtime_error("odd");
                  }
                }});
  const auto interval = take_all(load, 0, 1).front();
  EXPECT_EQ(interval.outcomes[Outcome::Timeout], 1U);
  EXPECT_EQ(interval.outcomes[Outcome::Other], 1U);
  EXPECT_EQ(interval.outcomes[Outcome::Ok], 8U);
  EXPECT_EQ(interval.outcomes.errors(), 2U);
  EXPECT_THAT(interval.first_error, testing::HasSubstr("late"));
}

TEST(SoakLoadTest, AResumedLoadGoesOnInTheSchedule) {
  // 10 calls in the first second, 30 in the second.
  const SoakSchedule schedule{{StepArrivals{{20, 60}}, 1s}, 500ms, 1, 5s};
  SoakLoad load(schedule, {[] {}, [] {}});
  EXPECT_EQ(calls_of(take_all(load, 1, 1).front()), 30U);
  EXPECT_EQ(load.calls_made(), 30U);
}

TEST(SoakLoadTest, StopEndsAnIdleLaneAtOnceAndLosesNothing) {
  SoakLoad load(constant(0.5, 3600s, 1800s), {[] {}, [] {}});
  load.wait(load.begin_of(0) + 300ms, 0, {});  // the first call is due at 0, the next at 2 s
  const auto before = SoakLoad::Clock::now();
  load.stop();
  EXPECT_LT(SoakLoad::Clock::now() - before, 1s);
  const auto interval = load.take(0);
  ASSERT_TRUE(interval);
  EXPECT_EQ(calls_of(*interval), load.calls_made());
  EXPECT_EQ(calls_of(*interval), 1U);
}

TEST(SoakLoadTest, WhatCannotBeSentInTimeIsGivenUp) {
  SoakSchedule schedule = constant(1000, 200ms, 100ms);
  schedule.grace = 100ms;
  SoakLoad load(schedule, {[] { std::this_thread::sleep_for(20ms); }});  // a slow core
  const auto intervals = take_all(load, 0, 2);
  EXPECT_LT(load.calls_made(), 100U);
  EXPECT_EQ(calls_of(intervals[0]) + calls_of(intervals[1]), load.calls_made());
}

}  // namespace
}  // namespace orbbench::tests
