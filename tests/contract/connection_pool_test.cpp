#include "orbbench/orb_client/connection_pool.hpp"

#include <gtest/gtest.h>

#include <future>
#include <string>
#include <vector>

#include "core_fixture.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using namespace orb_client;

using ConnectionPoolTest = CoreFixture;

TEST_F(ConnectionPoolTest, RefusesLimitsOutOfRange) {
  EXPECT_THROW(make_pool({.lanes = 0, .waiters = 0}), ConfigError);
  EXPECT_THROW(make_pool({.lanes = 257, .waiters = 0}), ConfigError);
}

TEST_F(ConnectionPoolTest, ConnectsNothingBeforeTheFirstLease) {
  const auto pool = make_pool("localhost:1", {.lanes = 1, .waiters = 0});
  EXPECT_EQ(pool->state().idle, 0U);
  EXPECT_EQ(pool->endpoint().label(), "localhost:1");
  EXPECT_EQ(pool->limits().lanes, 1U);
}

TEST_F(ConnectionPoolTest, RefusesAtOnceWhenLanesAndQueueAreFull) {
  const auto pool = make_pool({.lanes = 1, .waiters = 0});
  const Lease only = pool->lease(soon());
  const auto start = std::chrono::steady_clock::now();
  const auto error = error_of<PoolExhaustedError>([&] { pool->lease(soon()); });
  ASSERT_TRUE(error);
  EXPECT_LT(std::chrono::steady_clock::now() - start, 1s);
  EXPECT_EQ(error->facts().completion, Completion::No);
  EXPECT_EQ(error->facts().operation, "lease");
}

TEST_F(ConnectionPoolTest, EndsAWaitForALaneAtItsDeadline) {
  const auto pool = make_pool({.lanes = 1, .waiters = 1});
  const Lease only = pool->lease(soon());
  const Deadline deadline = Deadline::after(20ms);
  const auto error = error_of<TimeoutError>([&] { pool->lease(deadline); });
  ASSERT_TRUE(error);
  EXPECT_TRUE(deadline.expired());
  EXPECT_EQ(error->facts().completion, Completion::No);
}

TEST_F(ConnectionPoolTest, GivesALaneBackWhenALeaseIsMovedOver) {
  const auto pool = make_pool({.lanes = 2, .waiters = 0});
  Lease first = pool->lease(soon());
  Lease second = pool->lease(soon());
  first = std::move(second);
  EXPECT_EQ(pool->state().leased, 1U);
  EXPECT_EQ(pool->state().idle, 1U);
  first->ping(soon());
}

TEST_F(ConnectionPoolTest, ServesManyThreadsOnFewLanes) {
  const auto pool = make_pool({.lanes = 3, .waiters = 16});
  std::vector<std::future<void>> threads;
  threads.reserve(8);
  for (int thread = 0; thread < 8; ++thread) {
    threads.push_back(std::async(std::launch::async, [&, thread] {
      for (int turn = 0; turn < 50; ++turn) {
        const std::string text = std::to_string(thread) + "." + std::to_string(turn);
        EXPECT_EQ(pool->lease(soon())->echo_string(text, soon()), text);
      }
    }));
  }
  for (std::future<void>& thread : threads) {
    thread.get();
  }
  const PoolState state = pool->state();
  EXPECT_LE(state.idle, 3U);
  EXPECT_EQ(state.leased, 0U);
  EXPECT_EQ(state.waiting, 0U);
}

}  // namespace
}  // namespace orbbench::tests
