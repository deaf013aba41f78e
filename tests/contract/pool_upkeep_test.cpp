#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <optional>
#include <thread>
#include <vector>

#include "core_fixture.hpp"
#include "tcp_table.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using namespace orb_client;

/// Warm-up and reaping, by what the kernel says of the sockets.
class PoolUpkeepTest : public CoreFixture {
 protected:
  std::size_t at_core() const { return established_connections(core_.ports().iiop); }
  std::size_t at_client() const { return sockets_towards(::getpid(), core_.ports().iiop); }

  void await_sockets(std::size_t count) {
    const Deadline end = soon();
    while (at_client() != count) {
      ASSERT_FALSE(end.expired()) << at_client() << " sockets";
      std::this_thread::yield();
    }
  }
};

TEST_F(PoolUpkeepTest, WarmsUpAllLanes) {
  const auto pool = make_pool({.lanes = 4, .waiters = 0});
  const Lease one = pool->lease(soon());
  const WarmUp report = pool->warm_up(soon());
  EXPECT_EQ(report.connected, 4U);
  EXPECT_EQ(report.problem, "");
  EXPECT_EQ(at_core(), 4U);
  EXPECT_EQ(pool->state().idle, 3U);
  EXPECT_EQ(pool->warm_up(soon()).connected, 4U);
  EXPECT_EQ(at_core(), 4U);
}

TEST_F(PoolUpkeepTest, SaysWhyItCannotWarmUp) {
  core_.stop();
  const auto pool = make_pool({.lanes = 4, .waiters = 0});
  const WarmUp report = pool->warm_up(soon());
  EXPECT_EQ(report.connected, 0U);
  EXPECT_NE(report.problem.find("TRANSIENT"), std::string::npos) << report.problem;
  EXPECT_EQ(pool->state().leased, 0U);
}

TEST_F(PoolUpkeepTest, EndsAWarmUpAtItsDeadline) {
  const auto pool = make_pool({.lanes = 4, .waiters = 0});
  const WarmUp report = pool->warm_up(Deadline::after(0s));
  EXPECT_EQ(report.connected, 0U);
  EXPECT_NE(report.problem, "");
}

TEST_F(PoolUpkeepTest, ClosesIdleLanesButTheLeastNumber) {
  const auto pool =
      make_pool({.lanes = 4, .waiters = 0, .idle_limit = 50ms, .min_idle = 1}, nullptr);
  EXPECT_EQ(pool->warm_up(soon()).connected, 4U);
  await_sockets(1);
  EXPECT_EQ(pool->state().leased, 0U);
  EXPECT_EQ(pool->state().idle, 1U);
  pool->lease(soon())->ping(soon());
}

// A call that is longer than the limit by far, while its pool closes all other lanes.
TEST_F(PoolUpkeepTest, SparesACallInProgress) {
  const auto pool = make_pool({.lanes = 3, .waiters = 0, .idle_limit = 10ms});
  Lease busy = pool->lease(soon());
  EXPECT_EQ(pool->warm_up(soon()).connected, 3U);
  busy->hold(300ms, soon());
  EXPECT_FALSE(busy->spent());
  EXPECT_TRUE(busy->connected());
  await_sockets(1);
  EXPECT_EQ(busy->execute("token", soon()), 1U);
}

TEST_F(PoolUpkeepTest, ServesCallsWhileItReaps) {
  const auto pool = make_pool({.lanes = 3, .waiters = 8, .idle_limit = 1ms});
  {
    std::vector<std::jthread> threads;
    threads.reserve(4);
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&] {
        for (int turn = 0; turn < 50; ++turn) {
          EXPECT_NO_THROW(pool->lease(soon())->ping(soon()));
        }
      });
    }
  }
  await_sockets(0);
  EXPECT_EQ(pool->state().idle, 0U);
  EXPECT_EQ(pool->state().leased, 0U);
}

TEST_F(PoolUpkeepTest, RefusesLimitsThatCannotBe) {
  EXPECT_THROW(make_pool({.idle_limit = -1ms}), ConfigError);
  EXPECT_THROW(make_pool({.lanes = 2, .min_idle = 3}), ConfigError);
}

}  // namespace
}  // namespace orbbench::tests
