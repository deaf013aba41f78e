#include "load/pacing.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <ctime>
#include <fstream>
#include <optional>
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

constexpr nanoseconds kGap = 70us;

/// What it takes, as a share of the time, to wait for calls that are due so far apart.
template <class Wait>
double processor_share(Wait&& wait_until) {
  constexpr int kCalls = 3000;
  const nanoseconds before = processor_time_of_this_thread();
  const Clock::time_point begin = Clock::now();
  for (int call = 1; call <= kCalls; ++call) {
    wait_until(begin + call * kGap);
  }
  return static_cast<double>((processor_time_of_this_thread() - before).count()) /
         static_cast<double>(nanoseconds(Clock::now() - begin).count());
}

/// Of a lane among so many.
double share_of_lane(std::size_t lanes) {
  double share = 0;
  std::jthread([&] {
    LanePace pace(lanes);
    share = processor_share([&](Clock::time_point due) { pace.wait_until(due); });
  }).join();
  return share;
}

/// Of one that never spins: what sleeping takes is what is measured.
double share_of_sleeper() {
  double share = 0;
  std::jthread([&] {
    ask_for_punctuality();
    share = processor_share([](Clock::time_point due) { std::this_thread::sleep_until(due); });
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
    // One late sleep takes back what 99 punctual ones gave: where one in a hundred is late, a round
    // number of them would end where it began.
    for (int i = 0; i < 501; ++i) {
      pace.wait_until(Clock::now() + 300us);
    }
    EXPECT_NE(pace.spin(), first) << "it has learnt nothing";
    EXPECT_GE(pace.spin(), 5us);
    EXPECT_LE(pace.spin(), 200us);
  });
}

// Calls 70 us apart would be spun for nearly all the time. What sleeping takes, a quarter of it, is
// more where the machine has other work.
TEST(LanePaceTest, LanesTogetherSpinForHalfAProcessorAtTheMost) {
  constexpr double kWobble = 0.15;
  const double before = share_of_sleeper();
  const double alone = share_of_lane(1);
  const double among_ten = share_of_lane(10);
  const double asleep = std::max(before, share_of_sleeper());
  EXPECT_LT(alone, asleep + 0.5 + kWobble);
  EXPECT_LT(among_ten, asleep + 0.05 + kWobble);
}

/// What all who asked agreed on, in microseconds; nothing where this process may not know.
std::optional<std::int32_t> longest_wake_up() {
  std::ifstream file("/dev/cpu_dma_latency", std::ios::binary);
  std::int32_t microseconds = 0;
  if (!file.read(reinterpret_cast<char*>(&microseconds), sizeof microseconds)) {
    return std::nullopt;
  }
  return microseconds;
}

TEST(AwakeProcessorsTest, PollAsLongAsTheyLive) {
  if (what_may_keep_processors_awake() != KeptAwakeBy::Polling) {
    GTEST_SKIP() << "this process may not open /dev/cpu_dma_latency";
  }
  {
    const AwakeProcessors awake;
    EXPECT_EQ(longest_wake_up(), 0);
  }
  EXPECT_GT(longest_wake_up(), 0);
}

TEST(AwakeProcessorsTest, SpinningGivesWayToEverythingElse) {
  const AwakeProcessors awake(KeptAwakeBy::Spinning);
  const nanoseconds before = processor_time_of_this_thread();
  const Clock::time_point begin = Clock::now();
  while (processor_time_of_this_thread() - before < 50ms) {
  }
  // Beside an equal on each processor it would take twice as long; other work may be there too.
  EXPECT_LT(Clock::now() - begin, 5s);
}

}  // namespace
}  // namespace orbbench::bench
