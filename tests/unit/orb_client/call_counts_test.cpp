#include "orbbench/orb_client/call_counts.hpp"

#include <gtest/gtest.h>

#include <latch>
#include <numeric>
#include <thread>

namespace orbbench::orb_client {
namespace {

using namespace std::chrono_literals;

CallRecord call(std::string_view operation, Outcome outcome) {
  return {
      .operation = operation, .lane = 0, .outcome = outcome, .elapsed = 1ms, .endpoint = "here"};
}

TEST(CallCountsTest, CountsCallsByOperationAndOutcome) {
  CallCounts counts;
  counts.on_call(call("ping", Outcome::Success));
  counts.on_call(call("ping", Outcome::Success));
  counts.on_call(call("ping", Outcome::Timeout));
  counts.on_call(call("echo", Outcome::BreakerOpen));
  EXPECT_EQ(counts.read("ping").calls_with(Outcome::Success), 2U);
  EXPECT_EQ(counts.read("ping").calls_with(Outcome::Timeout), 1U);
  EXPECT_EQ(counts.read("ping").calls_with(Outcome::BreakerOpen), 0U);
  EXPECT_EQ(counts.read("echo").calls_with(Outcome::BreakerOpen), 1U);
  EXPECT_EQ(counts.read("never").calls_with(Outcome::Success), 0U);
  EXPECT_EQ(counts.read().size(), 2U);
}

TEST(CallCountsTest, CountsRetriesFailoversAndTransitions) {
  CallCounts counts;
  counts.on_retry({.operation = "ping", .endpoint = "here", .course = RetryCourse::FailsOver});
  counts.on_retry({.operation = "ping", .endpoint = "here", .course = RetryCourse::BacksOff});
  counts.on_transition({"ping", "here", {BreakerState::Closed, BreakerState::Open}});
  const OperationCounts ping = counts.read("ping");
  EXPECT_EQ(ping.retries, 2U);
  EXPECT_EQ(ping.failovers, 1U);
  EXPECT_EQ(ping.transitions_to(BreakerState::Open), 1U);
  EXPECT_EQ(ping.transitions_to(BreakerState::Closed), 0U);
}

TEST(CallCountsTest, CountsOperationsBeyondItsBoundTogether) {
  CallCounts counts;
  for (int i = 0; i < 1000; ++i) {
    counts.on_call(call("operation_" + std::to_string(i), Outcome::Success));
  }
  const auto all = counts.read();
  ASSERT_EQ(all.size(), 257U);
  EXPECT_EQ(all.back().operation, "other");
  EXPECT_EQ(all.back().calls_with(Outcome::Success), 744U);
}

TEST(CallCountsTest, LosesNoCountOfManyThreads) {
  constexpr int kThreads = 8;
  constexpr int kTurns = 2000;
  CallCounts counts;
  std::latch together(kThreads);
  {
    std::vector<std::jthread> threads;
    threads.reserve(kThreads);
    for (int thread = 0; thread < kThreads; ++thread) {
      threads.emplace_back([&] {
        together.arrive_and_wait();
        for (int turn = 0; turn < kTurns; ++turn) {
          counts.on_call(call("operation_" + std::to_string(turn % 50), Outcome::Success));
        }
      });
    }
  }
  const auto all = counts.read();
  EXPECT_EQ(all.size(), 50U);
  for (const OperationCounts& operation : all) {
    EXPECT_EQ(operation.calls_with(Outcome::Success), kThreads * kTurns / 50U)
        << operation.operation;
  }
}

}  // namespace
}  // namespace orbbench::orb_client
