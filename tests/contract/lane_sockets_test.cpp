#include <gtest/gtest.h>
#include <unistd.h>

#include <future>
#include <vector>

#include "core_fixture.hpp"
#include "tcp_table.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using namespace orb_client;

constexpr std::size_t kLanes = 5;

/// A lane is one TCP connection: what the kernel says of it.
class LaneSocketsTest : public CoreFixture {
 protected:
  std::size_t at_core() const { return established_connections(core_.ports().iiop); }
  std::size_t at_client() const { return sockets_towards(::getpid(), core_.ports().iiop); }
};

TEST_F(LaneSocketsTest, HasAsManyConnectionsAsBusyLanes) {
  const auto pool = make_pool({.lanes = kLanes, .waiters = 0});
  std::vector<Lease> leases;
  leases.reserve(kLanes);
  for (std::size_t i = 0; i < kLanes; ++i) {
    leases.push_back(pool->lease(soon()));
    const auto id = static_cast<std::int64_t>(i + 1);
    leases.back()->create_widget(id, "button", "label", {}, soon());
    leases.back()->invoke_widget(id, "test_operation", {}, soon());
    leases.back()->read_process(soon());
    leases.back()->clear_faults(soon());
  }
  EXPECT_EQ(at_core(), kLanes);
  EXPECT_EQ(at_client(), kLanes);
  std::vector<std::future<void>> calls;
  calls.reserve(kLanes);
  for (Lease& lane : leases) {
    calls.push_back(std::async(std::launch::async, [&] { lane->hold(50ms, soon()); }));
  }
  EXPECT_EQ(at_core(), kLanes);
  for (std::future<void>& call : calls) {
    call.get();
  }
  EXPECT_EQ(at_core(), kLanes);
  EXPECT_EQ(at_client(), kLanes);
}

TEST_F(LaneSocketsTest, SharesNoConnectionBetweenPools) {
  const auto first_pool = make_pool({.lanes = 1, .waiters = 0});
  const auto second_pool = make_pool({.lanes = 1, .waiters = 0});
  const Lease first = first_pool->lease(soon());
  const Lease second = second_pool->lease(soon());
  EXPECT_EQ(at_core(), 2U);
}

TEST_F(LaneSocketsTest, ClosesTheSocketOfASpentLaneBeforeItsLeaseEnds) {
  const auto pool = make_pool({.lanes = 1, .waiters = 0});
  {
    Lease lane = pool->lease(soon());
    EXPECT_EQ(at_client(), 1U);
    EXPECT_THROW(lane->hold(300ms, Deadline::after(10ms)), TimeoutError);
  }
  EXPECT_EQ(at_client(), 0U);
}

TEST_F(LaneSocketsTest, ClosesTheSocketsOfIdleLanesWithTheirPool) {
  auto pool = make_pool({.lanes = 3, .waiters = 0});
  {
    const Lease first = pool->lease(soon());
    const Lease second = pool->lease(soon());
    const Lease third = pool->lease(soon());
  }
  EXPECT_EQ(pool->state().idle, 3U);
  EXPECT_EQ(at_client(), 3U);
  pool.reset();
  EXPECT_EQ(at_client(), 0U);
}

TEST_F(LaneSocketsTest, KeepsOneConnectionThroughManyCallsAndWidgets) {
  const auto pool = make_pool(core_.address(), {.lanes = 1, .waiters = 0});
  for (std::int64_t id = 1; id <= 20; ++id) {
    Lease lane = pool->lease(soon());
    lane->create_widget(id, "button", "label", {}, soon());
    lane->find_widget(id, soon());
    lane->invoke_widget(id, "test_operation", {}, soon());
    EXPECT_THROW(lane->find_widget(1000, soon()), RemoteError);
    EXPECT_EQ(at_client(), 1U);
  }
}

TEST_F(LaneSocketsTest, LeavesNoSocketOfAFailedConnect) {
  const auto pool =
      make_pool("corbaloc::" + core_.address() + "/NoSuchKey", {.lanes = 1, .waiters = 0});
  EXPECT_THROW(pool->lease(soon()), UnreachableError);
  EXPECT_EQ(at_client(), 0U);
}

TEST_F(LaneSocketsTest, LeavesNoSocketAfterManySpentLanes) {
  const auto pool = make_pool({.lanes = 1, .waiters = 0});
  for (int turn = 0; turn < 20; ++turn) {
    EXPECT_THROW(pool->lease(soon())->hold(20ms, Deadline::after(2ms)), TimeoutError);
  }
  EXPECT_EQ(at_client(), 0U);
}

}  // namespace
}  // namespace orbbench::tests
