#include "load/pacing.hpp"

#include <gtest/gtest.h>

#include <ctime>
#include <thread>

#include "load/awake_processors.hpp"

namespace orbbench::bench {
namespace {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;
using Clock = std::chrono::steady_clock;

nanoseconds processor_time_of_this_thread() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec) + nanoseconds(time.tv_nsec);
}

/// Of a lane among `lanes` whose calls are due so far apart; as a share of the time.
double processor_share(std::size_t lanes, nanoseconds gap, int calls) {
  double share = 0;
  std::jthread([&] {
    LanePace pace(lanes);
    const nanoseconds before = processor_time_of_this_thread();
    const Clock::time_point begin = Clock::now();
    for (int call = 1; call <= calls; ++call) {
      pace.wait_until(begin + call * gap);
    }
    share = static_cast<double>((processor_time_of_this_thread() - before).count()) /
            static_cast<double>(nanoseconds(Clock::now() - begin).count());
  }).join();
  return share;
}

// On threads of their own: a pace changes how its thread is scheduled.
template <class Body>
void on_a_lane(Body&& body) {
  std::jthread([&] {
    LanePace pace(1);
    body(pace);
  }).join();
}

TEST(LanePaceTest, ReturnsNeverBeforeTheInstant) {
  on_a_lane([](LanePace& pace) {
    for (int i = 0; i < 200; ++i) {
      const Clock::time_point instant = Clock::now() + i * 1us;
      pace.wait_until(instant);
      EXPECT_GE(Clock::now(), instant);
    }
  });
}

TEST(LanePaceTest, ReturnsAtOnceWhenTheInstantHasPassed) {
  on_a_lane([](LanePace& pace) {
    const nanoseconds before = processor_time_of_this_thread();
    for (int i = 0; i < 1000; ++i) {
      pace.wait_until(Clock::now() - 1s);
    }
    EXPECT_LT(processor_time_of_this_thread() - before, 100ms);
  });
}

TEST(LanePaceTest, TurnsNoEarlierThanTheMachineOversleeps) {
  const AwakeProcessors awake;
  on_a_lane([](LanePace& pace) {
    const nanoseconds first = pace.spin();
    for (int i = 0; i < 500; ++i) {
      pace.wait_until(Clock::now() + 300us);
    }
    EXPECT_NE(pace.spin(), first) << "it has learnt nothing";
    EXPECT_GE(pace.spin(), 5us);
    EXPECT_LE(pace.spin(), 200us);
  });
}

// Calls 70 us apart would be spun for nearly all the time.
TEST(LanePaceTest, LanesTogetherSpinForHalfAProcessorAtTheMost) {
  EXPECT_LT(processor_share(1, 70us, 3000), 0.75) << "a half, and what sleeping takes";
  EXPECT_LT(processor_share(10, 70us, 3000), 0.35) << "a twentieth, and what sleeping takes";
}

TEST(AwakeProcessorsTest, GiveWayToEverythingElse) {
  const AwakeProcessors awake;
  const nanoseconds before = processor_time_of_this_thread();
  const Clock::time_point begin = Clock::now();
  while (processor_time_of_this_thread() - before < 50ms) {
  }
  // Beside an equal on each processor it would take twice as long; other work may be there too.
  EXPECT_LT(Clock::now() - begin, 5s);
}

}  // namespace
}  // namespace orbbench::bench
