#include <gtest/gtest.h>

#include <chrono>
#include <thread>
#include <vector>

#include "core_fixture.hpp"
#include "scripted_core_fixture.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using namespace orb_client;
using Clock = std::chrono::steady_clock;

class ClientBreakerTest : public ScriptedCoreFixture {
 protected:
  void use_cool_down(std::chrono::milliseconds cool_down) {
    client_ = make_client({.breaker = {.cool_down = cool_down}});
  }

  template <class Error>
  void fail_times(int count, const std::string& token) {
    for (int i = 0; i < count; ++i) {
      EXPECT_TRUE(error_of<Error>([&] { execute(*client_, operation_, token, soon()); }));
    }
  }

  BreakerState state() const { return client_->breakers().at(0).state; }

  /// The first result that is not the breaker's own refusal.
  std::uint32_t execute_once_admitted(const std::string& token) {
    const Deadline end = soon();
    while (!end.expired()) {
      try {
        return execute(*client_, operation_, token, soon());
      } catch (const BreakerOpenError&) {
        std::this_thread::yield();
      }
    }
    ADD_FAILURE() << "never admitted";
    return 0;
  }

  const OperationPolicy operation_{.name = "execute"};
  std::unique_ptr<CoreClient> client_;
};

TEST_F(ClientBreakerTest, RE05_OpensAfterFiveFailuresAndTheCoreSeesNoMoreCalls) {
  use_cool_down(1h);
  fail_times<RemoteError>(5, "INTERNAL_no/a");
  EXPECT_EQ(state(), BreakerState::Open);
  for (int i = 0; i < 20; ++i) {
    const auto start = Clock::now();
    fail_times<BreakerOpenError>(1, "INTERNAL_no/a");
    EXPECT_LT(Clock::now() - start, 100ms);
  }
  EXPECT_EQ(executions("INTERNAL_no/a"), 5U);
  EXPECT_EQ(counts_.read("execute").calls_with(Outcome::BreakerOpen), 20U);
  EXPECT_EQ(counts_.read("execute").transitions_to(BreakerState::Open), 1U);
}

TEST_F(ClientBreakerTest, RE05_LeavesOtherOperationsAlone) {
  use_cool_down(1h);
  fail_times<RemoteError>(5, "INTERNAL_no/a");
  EXPECT_EQ(execute(*client_, {.name = "other"}, "b", soon()), 1U);
}

TEST_F(ClientBreakerTest, RE05_ClosesAfterTwoSuccesses) {
  use_cool_down(20ms);
  fail_times<RemoteError>(5, "INTERNAL_no*5/a");
  EXPECT_EQ(execute_once_admitted("INTERNAL_no*5/a"), 6U);
  EXPECT_EQ(state(), BreakerState::HalfOpen);
  EXPECT_EQ(execute(*client_, operation_, "INTERNAL_no*5/a", soon()), 7U);
  EXPECT_EQ(state(), BreakerState::Closed);
  const OperationCounts counts = counts_.read("execute");
  EXPECT_EQ(counts.transitions_to(BreakerState::Open), 1U);
  EXPECT_EQ(counts.transitions_to(BreakerState::HalfOpen), 1U);
  EXPECT_EQ(counts.transitions_to(BreakerState::Closed), 1U);
}

TEST_F(ClientBreakerTest, RE05_SendsOneProbeWhenHalfOpen) {
  use_cool_down(20ms);
  fail_times<RemoteError>(5, "INTERNAL_no/a");
  const Deadline end = soon();
  while (state() == BreakerState::Open &&
         counts_.read("execute").transitions_to(BreakerState::HalfOpen) == 0) {
    ASSERT_FALSE(end.expired());
    EXPECT_THROW(execute(*client_, operation_, "INTERNAL_no/a", soon()), CallError);
  }
  EXPECT_EQ(executions("INTERNAL_no/a"), 6U);
  EXPECT_EQ(state(), BreakerState::Open);
}

TEST_F(ClientBreakerTest, RE05_NeverCountsClientErrors) {
  use_cool_down(1h);
  fail_times<RemoteError>(20, "BAD_PARAM_no/a");
  EXPECT_EQ(executions("BAD_PARAM_no/a"), 20U);
  EXPECT_EQ(state(), BreakerState::Closed);
}

TEST_F(ClientBreakerTest, RE05_CountsEachTryOfARepeatedCall) {
  use_cool_down(1h);
  fail_times<UnreachableError>(2, "TRANSIENT_no/a");
  EXPECT_EQ(state(), BreakerState::Open) << "after two of the second call's tries";
  EXPECT_EQ(executions("TRANSIENT_no/a"), 5U);
  EXPECT_EQ(counts_.read("execute").retries, 3U);
}

// Many callers at once: the breaker opens once, and no result is lost or counted twice.
TEST_F(ClientBreakerTest, RE05_HoldsForManyThreads) {
  use_cool_down(1h);
  {
    std::vector<std::jthread> threads;
    threads.reserve(8);
    for (int thread = 0; thread < 8; ++thread) {
      threads.emplace_back([&] {
        for (int turn = 0; turn < 25; ++turn) {
          EXPECT_THROW(execute(*client_, operation_, "INTERNAL_no/a", soon()), CallError);
        }
      });
    }
  }
  const OperationCounts counts = counts_.read("execute");
  const auto at_core = executions("INTERNAL_no/a");
  EXPECT_GE(at_core, 5U);
  EXPECT_LE(at_core, 12U) << "five, and those that were under way on the other lanes";
  EXPECT_EQ(counts.calls_with(Outcome::RemoteError), at_core);
  EXPECT_EQ(counts.transitions_to(BreakerState::Open), 1U);
}

}  // namespace
}  // namespace orbbench::tests
