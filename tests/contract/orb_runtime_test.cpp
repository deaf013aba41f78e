#include "orbbench/orb_client/orb_runtime.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

#include "core_fixture.hpp"

namespace orbbench::tests {
namespace {

using orb_client::ConfigError;
using orb_client::OrbRuntime;

TEST(OrbRuntimeTest, ExistsOnlyOnceAtATime) {
  const OrbRuntime runtime;
  EXPECT_THROW(OrbRuntime{}, ConfigError);
}

TEST(OrbRuntimeTest, CanBeMadeAgainAfterItEnded) {
  CoreProcess core;
  for (int turn = 0; turn < 3; ++turn) {
    OrbRuntime runtime;
    orb_client::ConnectionPool pool(runtime, orb_client::Endpoint::parse(core.reference()),
                                    {.lanes = 1, .waiters = 0});
    pool.lease(orb_client::Deadline::after(std::chrono::seconds(20)))
        ->ping(orb_client::Deadline::after(std::chrono::seconds(20)));
  }
  core.stop();
}

TEST(OrbRuntimeTest, RefusesMessageBoundsThatTheOrbCannotKeep) {
  EXPECT_THROW(OrbRuntime({.max_message_octets = 100}), ConfigError);
  EXPECT_THROW(OrbRuntime({.max_message_octets = 1UL << 40}), ConfigError);
  const OrbRuntime runtime({.max_message_octets = 8192});
}

TEST(OrbRuntimeTest, ReadsNoConfigurationFile) {
  ASSERT_EQ(::setenv("OMNIORB_CONFIG", "/etc/passwd", 1), 0);
  EXPECT_NO_THROW(OrbRuntime{});
  ::unsetenv("OMNIORB_CONFIG");
}

TEST(OrbRuntimeTest, TellsWhyTheOrbDoesNotStart) {
  ASSERT_EQ(::setenv("ORBmaxServerThreadPoolSize", "many", 1), 0);
  const auto error = error_of<ConfigError>([] { OrbRuntime{}; });
  ::unsetenv("ORBmaxServerThreadPoolSize");
  ASSERT_TRUE(error);
  EXPECT_NE(std::string(error->what()).find("environment"), std::string::npos);
  EXPECT_NO_THROW(OrbRuntime{});
}

class MessageBoundTest : public testing::Test {
 protected:
  CoreProcess core_;
  OrbRuntime runtime_{{.max_message_octets = 8192}};
};

TEST_F(MessageBoundTest, RefusesALargerMessageAsAProtocolErrorBeforeItIsSent) {
  const auto soon = [] { return orb_client::Deadline::after(std::chrono::seconds(20)); };
  orb_client::ConnectionPool pool(runtime_, orb_client::Endpoint::parse(core_.reference()),
                                  {.lanes = 1, .waiters = 0});
  {
    orb_client::Lease lane = pool.lease(soon());
    const auto error = error_of<orb_client::ProtocolError>(
        [&] { lane->echo_octets(orb_client::Octets(100'000), soon()); });
    ASSERT_TRUE(error);
    EXPECT_EQ(error->facts().exception, "MARSHAL");
    EXPECT_EQ(error->facts().completion, orb_client::Completion::No);
  }
  pool.lease(soon())->ping(soon());
}

}  // namespace
}  // namespace orbbench::tests
