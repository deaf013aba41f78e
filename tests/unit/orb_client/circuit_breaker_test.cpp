#include "orbbench/orb_client/circuit_breaker.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace orbbench::orb_client {
namespace {

using namespace std::chrono_literals;

constexpr auto kCoolDown = 1000ms;

class CircuitBreakerTest : public testing::Test {
 protected:
  using Transition = std::optional<BreakerTransition>;

  /// One call from its admission to its result; false when it was not admitted.
  bool call(BreakerVerdict verdict) {
    const auto answer = breaker_.enter(now_);
    if (!answer.admission) {
      return false;
    }
    last_transition_ = breaker_.leave(*answer.admission, verdict, now_);
    return true;
  }

  void fail_times(int count) {
    for (int i = 0; i < count; ++i) {
      EXPECT_TRUE(call(BreakerVerdict::Failure));
    }
  }

  void open_and_cool_down() {
    fail_times(5);
    now_ += kCoolDown;
  }

  CircuitBreaker breaker_{{.cool_down = kCoolDown}};
  CircuitBreaker::Clock::time_point now_{};
  Transition last_transition_;
};

TEST_F(CircuitBreakerTest, RE05_OpensAfterFiveFailuresInARow) {
  fail_times(4);
  EXPECT_EQ(breaker_.state(), BreakerState::Closed);
  fail_times(1);
  EXPECT_EQ(breaker_.state(), BreakerState::Open);
  EXPECT_EQ(last_transition_, (BreakerTransition{BreakerState::Closed, BreakerState::Open}));
  EXPECT_FALSE(call(BreakerVerdict::Success));
}

TEST_F(CircuitBreakerTest, RE05_StaysClosedWhenASuccessEndsTheRow) {
  fail_times(4);
  call(BreakerVerdict::Success);
  fail_times(4);
  EXPECT_EQ(breaker_.state(), BreakerState::Closed);
}

TEST_F(CircuitBreakerTest, RE05_OpensWhenHalfOfTheLastTenFailed) {
  for (int pair = 0; pair < 4; ++pair) {
    fail_times(1);
    call(BreakerVerdict::Success);
  }
  call(BreakerVerdict::Success);
  EXPECT_EQ(breaker_.state(), BreakerState::Closed);
  fail_times(1);  // the tenth result, and the fifth failure
  EXPECT_EQ(breaker_.state(), BreakerState::Open);
}

TEST_F(CircuitBreakerTest, RE05_ForgetsFailuresThatLeftTheWindow) {
  fail_times(4);
  for (int i = 0; i < 10; ++i) {
    call(BreakerVerdict::Success);
  }
  fail_times(4);
  EXPECT_EQ(breaker_.state(), BreakerState::Closed);
}

TEST_F(CircuitBreakerTest, RE05_NeverCountsClientErrors) {
  for (int i = 0; i < 100; ++i) {
    EXPECT_TRUE(call(BreakerVerdict::Nothing));
  }
  fail_times(4);
  call(BreakerVerdict::Nothing);
  EXPECT_EQ(breaker_.state(), BreakerState::Closed);
  fail_times(1);
  EXPECT_EQ(breaker_.state(), BreakerState::Open);
}

TEST_F(CircuitBreakerTest, RE05_AdmitsNobodyBeforeTheCoolDownEnds) {
  fail_times(5);
  now_ += kCoolDown - 1ns;
  EXPECT_FALSE(breaker_.enter(now_).admission);
  EXPECT_EQ(breaker_.state(), BreakerState::Open);
}

TEST_F(CircuitBreakerTest, RE05_AdmitsOneProbeAtATimeWhenHalfOpen) {
  open_and_cool_down();
  const auto probe = breaker_.enter(now_);
  ASSERT_TRUE(probe.admission);
  EXPECT_EQ(probe.transition, (BreakerTransition{BreakerState::Open, BreakerState::HalfOpen}));
  EXPECT_FALSE(breaker_.enter(now_).admission);
  breaker_.leave(*probe.admission, BreakerVerdict::Success, now_);
  EXPECT_EQ(breaker_.state(), BreakerState::HalfOpen);
  EXPECT_TRUE(breaker_.enter(now_).admission);
  EXPECT_FALSE(breaker_.enter(now_).admission);
}

TEST_F(CircuitBreakerTest, RE05_ClosesAfterTwoSuccesses) {
  open_and_cool_down();
  EXPECT_TRUE(call(BreakerVerdict::Success));
  EXPECT_TRUE(call(BreakerVerdict::Success));
  EXPECT_EQ(breaker_.state(), BreakerState::Closed);
  EXPECT_EQ(last_transition_, (BreakerTransition{BreakerState::HalfOpen, BreakerState::Closed}));
  fail_times(4);  // the failures from before are forgotten
  EXPECT_EQ(breaker_.state(), BreakerState::Closed);
}

TEST_F(CircuitBreakerTest, RE05_OpensAgainWhenAProbeFailsAndCoolsDownAnew) {
  open_and_cool_down();
  EXPECT_TRUE(call(BreakerVerdict::Success));
  EXPECT_TRUE(call(BreakerVerdict::Failure));
  EXPECT_EQ(breaker_.state(), BreakerState::Open);
  now_ += kCoolDown - 1ns;
  EXPECT_FALSE(breaker_.enter(now_).admission);
  now_ += 1ns;
  EXPECT_TRUE(breaker_.enter(now_).admission);
}

TEST_F(CircuitBreakerTest, RE05_MakesRoomForTheNextProbeWhenOneSaidNothing) {
  open_and_cool_down();
  EXPECT_TRUE(call(BreakerVerdict::Nothing));
  EXPECT_EQ(breaker_.state(), BreakerState::HalfOpen);
  EXPECT_TRUE(breaker_.enter(now_).admission);
}

TEST_F(CircuitBreakerTest, DropsResultsOfCallsFromBeforeItOpened) {
  const auto late_success = breaker_.enter(now_);
  const auto late_failure = breaker_.enter(now_);
  open_and_cool_down();
  const auto probe = breaker_.enter(now_);
  ASSERT_TRUE(probe.admission);
  EXPECT_FALSE(breaker_.leave(*late_success.admission, BreakerVerdict::Success, now_));
  EXPECT_FALSE(breaker_.leave(*late_failure.admission, BreakerVerdict::Failure, now_));
  EXPECT_EQ(breaker_.state(), BreakerState::HalfOpen);
  EXPECT_FALSE(breaker_.enter(now_).admission) << "the probe is still out";
}

TEST_F(CircuitBreakerTest, AdmitsOneProbeToManyThreads) {
  open_and_cool_down();
  std::atomic<int> admitted = 0;
  std::vector<std::jthread> threads;
  threads.reserve(8);
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&] { admitted += breaker_.enter(now_).admission ? 1 : 0; });
  }
  threads.clear();
  EXPECT_EQ(admitted, 1);
}

}  // namespace
}  // namespace orbbench::orb_client
