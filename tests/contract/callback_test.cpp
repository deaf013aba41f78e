#include <gtest/gtest.h>

#include "core_fixture.hpp"
#include "tcp_table.hpp"

namespace orbbench::tests {
namespace {

using namespace orb_client;

using CallbackTest = LaneFixture;

TEST_F(CallbackTest, AnswersTheCoreAsOftenAsItCalls) {
  EXPECT_EQ(lane_->call_back(0, soon()), 0U);
  EXPECT_EQ(lane_->call_back(1, soon()), 1U);
  EXPECT_EQ(lane_->call_back(1000, soon()), 500'500U);
  const auto error = error_of<RemoteError>([&] { lane_->call_back(1001, soon()); });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->facts().exception, "BAD_PARAM");
}

TEST_F(CallbackTest, ListensOnlyOnceACallbackIsAskedFor) {
  lane_->ping(soon());
  EXPECT_EQ(listening_sockets(), 0U);
  lane_->call_back(1, soon());
  EXPECT_EQ(listening_sockets(), 1U);
}

TEST_F(CallbackTest, LeavesTheLaneItsOneConnection) {
  lane_->call_back(3, soon());
  EXPECT_EQ(established_connections(core_.ports().iiop), 1U);
}

class CallbackHostTest : public testing::Test {
 protected:
  OrbRuntime runtime_{{.callback_host = "192.0.2.1"}};
  CoreProcess core_;
};

TEST_F(CallbackHostTest, RefusesCallbacksWhereNothingCanListen) {
  const auto soon = [] { return Deadline::after(std::chrono::seconds(20)); };
  ConnectionPool pool(runtime_, Endpoint::parse(core_.reference()), {.lanes = 1, .waiters = 0});
  Lease lane = pool.lease(soon());
  for (int turn = 0; turn < 2; ++turn) {
    const auto error = error_of<ConfigError>([&] { lane->call_back(1, soon()); });
    ASSERT_TRUE(error);
    EXPECT_NE(std::string(error->what()).find("192.0.2.1"), std::string::npos);
  }
  EXPECT_FALSE(lane->spent());
  lane->ping(soon());
}

}  // namespace
}  // namespace orbbench::tests
