#include "load/open_loop.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>

namespace orbbench::bench {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;

Series series_of(std::chrono::nanoseconds latency, std::chrono::nanoseconds lateness, int calls) {
  Series series;
  for (int i = 0; i < calls; ++i) {
    series.from_intended.record(latency);
    series.from_sent.record(latency);
    series.lateness.record(lateness);
  }
  series.scheduled = static_cast<std::uint64_t>(calls);
  return series;
}

Arrivals a_thousand_a_second(std::chrono::nanoseconds duration) {
  return {ConstantArrivals{1000}, duration};
}

TEST(OpenLoopTest, SendsTheWholeScheduleOverAllLanes) {
  std::atomic<int> calls{0};
  const TimedCall call = [&] { ++calls; };
  const Series series = run_open_loop(a_thousand_a_second(100ms), {call, call, call}, {});
  EXPECT_EQ(calls, 100);
  EXPECT_EQ(series.calls(), 100U);
  EXPECT_EQ(series.scheduled, 100U);
  EXPECT_EQ(series.errors, 0U);
}

// The time of a stall itself is under test here, so the call sleeps.
TEST(OpenLoopTest, AStallIsChargedToTheCallsThatItDelayed) {
  int calls = 0;
  const TimedCall call = [&] {
    if (++calls == 10) {
      std::this_thread::sleep_for(100ms);
    }
  };
  const Series series = run_open_loop(a_thousand_a_second(300ms), {call}, {});
  // About 100 of the 300 calls were due during the stall: their latencies run evenly up to 100 ms.
  EXPECT_GT(series.from_intended.quantile(0.9), 50ms);
  EXPECT_LT(series.from_sent.quantile(0.9), 10ms);
  EXPECT_LT(series.lateness.quantile(0.9), 10ms) << "the stall is not the generator's fault";
}

TEST(OpenLoopTest, FailedCallsAreCountedWithTheFirstReason) {
  int calls = 0;
  const TimedCall call = [&] {
    if (++calls % 2 == 0) {
      throw std::runtime_error("reason " + std::to_string(calls));
    }
  };
  const Series series = run_open_loop(a_thousand_a_second(20ms), {call}, {});
  EXPECT_EQ(series.errors, 10U);
  EXPECT_EQ(series.first_error, "reason 2");
  EXPECT_EQ(series.calls(), 20U);
}

TEST(OpenLoopTest, EndsEarlyWhenAsked) {
  std::stop_source stop;
  int calls = 0;
  const TimedCall call = [&] {
    if (++calls == 5) {
      stop.request_stop();
    }
  };
  const Series series = run_open_loop(a_thousand_a_second(10s), {call}, stop.get_token());
  EXPECT_EQ(series.calls(), 5U);
}

TEST(ClosedLoopTest, EachLaneSendsWhenItsLastCallHasReturned) {
  const TimedCall call = [] { std::this_thread::sleep_for(5ms); };  // how long a call takes
  const Series series = run_closed_loop(100ms, {call, call}, {});
  EXPECT_GE(series.calls(), 4U);
  EXPECT_LE(series.calls(), 42U);
  EXPECT_LT(series.lateness.quantile(0.5), 1ms) << "the generator's own time between two calls";
  EXPECT_GE(series.from_intended.min(), 5ms);
}

TEST(GeneratorFaultTest, APunctualGeneratorHasNone) {
  EXPECT_THAT(find_generator_fault(series_of(1ms, 100us, 1000), a_thousand_a_second(1s)),
              IsEmpty());
}

TEST(GeneratorFaultTest, LatenessAboveATenthOfTheMeasuredP99IsNamed) {
  EXPECT_THAT(find_generator_fault(series_of(1ms, 102us, 1000), a_thousand_a_second(1s)),
              HasSubstr("late"));
}

TEST(GeneratorFaultTest, CallsThatWereNotSentAreNamed) {
  EXPECT_THAT(find_generator_fault(series_of(1ms, 1us, 989), a_thousand_a_second(1s)),
              HasSubstr("sent 989 of 1000"));
  EXPECT_THAT(find_generator_fault(series_of(1ms, 1us, 990), a_thousand_a_second(1s)), IsEmpty());
}

}  // namespace
}  // namespace orbbench::bench
