#include <gtest/gtest.h>

#include <future>
#include <optional>
#include <thread>

#include "core_fixture.hpp"
#include "frozen_process.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using namespace orb_client;

using LaneFailureTest = CoreFixture;
using Clock = std::chrono::steady_clock;

TEST_F(LaneFailureTest, EndsACallAtItsDeadlineNotKnowingWhetherItRan) {
  const auto pool = make_pool({.lanes = 1, .waiters = 0});
  {
    Lease lane = pool->lease(soon());
    const Deadline deadline = Deadline::after(50ms);
    const auto error = error_of<TimeoutError>([&] { lane->hold(2s, deadline); });
    ASSERT_TRUE(error);
    EXPECT_EQ(error->facts().completion, Completion::Maybe);
    EXPECT_EQ(error->facts().operation, "hold");
    EXPECT_TRUE(deadline.expired());
    EXPECT_LT(Clock::now() - deadline.instant(), 1s);
    EXPECT_TRUE(lane->spent());
  }
  EXPECT_EQ(pool->state().idle, 0U);
  Lease next = pool->lease(soon());
  EXPECT_EQ(next->number(), 0U);
  next->ping(soon());
}

TEST_F(LaneFailureTest, SendsNothingAfterTheDeadline) {
  const auto pool = make_pool({.lanes = 1, .waiters = 0});
  Lease lane = pool->lease(soon());
  const auto error = error_of<TimeoutError>([&] { lane->execute("t", Deadline::after(0ms)); });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->facts().completion, Completion::No);
  EXPECT_FALSE(lane->spent());
  EXPECT_EQ(lane->executions("t", soon()), 0U);
}

TEST_F(LaneFailureTest, IsUnreachableAtOnceWhenTheCoreIsKilledInACall) {
  const auto pool = make_pool({.lanes = 2, .waiters = 0});
  Lease lane = pool->lease(soon());
  Lease other = pool->lease(soon());
  const std::uint64_t live_at_rest = other->read_process(soon()).live_objects;
  auto killed = std::async(std::launch::async, [&] {
    while (other->read_process(soon()).live_objects <= live_at_rest) {
      std::this_thread::yield();
    }
    core_.kill();
  });
  const Deadline deadline = soon();
  const auto error = error_of<UnreachableError>([&] { lane->hold(60s, deadline); });
  killed.get();
  ASSERT_TRUE(error);
  EXPECT_FALSE(deadline.expired());
  EXPECT_EQ(error->facts().completion, Completion::Maybe);
  EXPECT_TRUE(lane->spent());
}

TEST_F(LaneFailureTest, IsUnreachableWhenTheCoreWasKilledBetweenCalls) {
  const auto pool = make_pool({.lanes = 1, .waiters = 0});
  Lease lane = pool->lease(soon());
  core_.kill();
  EXPECT_FALSE(lane->connected());
  EXPECT_THROW(lane->ping(soon()), UnreachableError);
  EXPECT_TRUE(lane->spent());
}

TEST_F(LaneFailureTest, IsUnreachableAtOnceWhenNobodyListens) {
  core_.stop();
  const auto pool = make_pool({.lanes = 1, .waiters = 0});
  const auto start = Clock::now();
  const auto error = error_of<UnreachableError>([&] { pool->lease(soon()); });
  ASSERT_TRUE(error);
  EXPECT_LT(Clock::now() - start, 5s);
  EXPECT_EQ(error->facts().completion, Completion::No);
  EXPECT_EQ(error->facts().operation, "connect");
  EXPECT_EQ(pool->state().leased, 0U);
}

// A stopped core: the kernel still takes the connection, and nobody answers.
TEST_F(LaneFailureTest, GivesUpConnectingAtTheDeadline) {
  const auto pool = make_pool(core_.address(), {.lanes = 1, .waiters = 0});
  {
    const FrozenProcess frozen(core_.pid());
    const Deadline deadline = Deadline::after(50ms);
    ASSERT_TRUE(error_of<TimeoutError>([&] { pool->lease(deadline); }));
    EXPECT_TRUE(deadline.expired());
    EXPECT_LT(Clock::now() - deadline.instant(), 1s);
  }
  pool->lease(soon())->ping(soon());
}

/// A core that ends, and comes back at the same port.
class CoreRestartTest : public testing::Test {
 protected:
  void SetUp() override { core_.emplace(CoreProcess::Settings{.iiop_port = port_}); }
  void TearDown() override { core_->stop(); }

  void start_again() { core_.emplace(CoreProcess::Settings{.iiop_port = port_}); }

  static Deadline soon() { return Deadline::after(20s); }

  Endpoint endpoint() const { return Endpoint::parse(core_->address()); }

  OrbRuntime runtime_;
  const std::uint16_t port_ = free_port();
  std::optional<CoreProcess> core_;
};

TEST_F(CoreRestartTest, ServesTheNextLeaseFromTheNewCore) {
  ConnectionPool pool(runtime_, endpoint(), {.lanes = 2, .waiters = 0});
  {
    Lease first = pool.lease(soon());
    Lease second = pool.lease(soon());
  }
  EXPECT_EQ(pool.state().idle, 2U);
  core_->stop();
  start_again();
  Lease first = pool.lease(soon());
  Lease second = pool.lease(soon());
  EXPECT_EQ(first->read_process(soon()).process_id, core_->pid());
  EXPECT_EQ(second->read_process(soon()).process_id, core_->pid());
}

// omniORB would connect again by itself, and some call would pay for it.
TEST_F(CoreRestartTest, NeverReconnectsALane) {
  ConnectionPool pool(runtime_, endpoint(), {.lanes = 1, .waiters = 0});
  Lease lane = pool.lease(soon());
  core_->kill();
  start_again();
  EXPECT_THROW(lane->ping(soon()), UnreachableError);
  EXPECT_THROW(lane->ping(soon()), UnreachableError);
}

TEST_F(CoreRestartTest, RecoversByItselfWhenTheCoreWasAway) {
  ConnectionPool pool(runtime_, endpoint(), {.lanes = 1, .waiters = 0});
  pool.lease(soon())->ping(soon());
  core_->kill();
  for (int turn = 0; turn < 5; ++turn) {
    EXPECT_THROW(pool.lease(soon()), UnreachableError);
  }
  start_again();
  pool.lease(soon())->ping(soon());
}

}  // namespace
}  // namespace orbbench::tests
