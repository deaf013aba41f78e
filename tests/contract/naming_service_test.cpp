#include <gtest/gtest.h>

#include <string>

#include "core_fixture.hpp"
#include "name_server.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using namespace orb_client;

/// A core found by its name in Debian's omniNames.
class NamingServiceTest : public CoreFixture {
 protected:
  NameServer names_;
};

TEST_F(NamingServiceTest, ResolvesTheCoreByNameAndCallsIt) {
  names_.bind("core", core_.reference());
  const auto pool = make_pool(names_.endpoint("core"), {.lanes = 2, .waiters = 0});
  Lease lane = pool->lease(soon());
  EXPECT_EQ(lane->read_process(soon()).process_id, core_.pid());
  Lease other = pool->lease(soon());
  other->ping(soon());
}

TEST_F(NamingServiceTest, ResolvesANameWithAKind) {
  names_.bind("core.production", core_.reference());
  const auto pool = make_pool(names_.endpoint("core.production"), {.lanes = 1});
  EXPECT_NO_THROW(pool->lease(soon())->ping(soon()));
}

TEST_F(NamingServiceTest, SaysInOneLineThatANameIsNotBound) {
  const auto pool = make_pool(names_.endpoint("nobody"), {.lanes = 1});
  const auto error = error_of<ProtocolError>([&] { pool->lease(soon()); });
  ASSERT_TRUE(error);
  const std::string line = error->what();
  EXPECT_NE(line.find("the name is not bound"), std::string::npos) << line;
  EXPECT_NE(line.find("#nobody"), std::string::npos) << line;
  EXPECT_EQ(line.find('\n'), std::string::npos);
  EXPECT_EQ(error->facts().completion, Completion::No);
}

TEST_F(NamingServiceTest, IsUnreachableWhenTheNamingServiceIsGone) {
  names_.bind("core", core_.reference());
  names_.kill();
  const auto pool = make_pool(names_.endpoint("core"), {.lanes = 1});
  const auto error = error_of<UnreachableError>([&] { pool->lease(soon()); });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->facts().operation, "connect");
}

// Each lane asks anew: a core that moved is found at its new address.
TEST_F(NamingServiceTest, FollowsANameThatIsBoundToAnotherCore) {
  names_.bind("core", core_.reference());
  const auto pool = make_pool(names_.endpoint("core"), {.lanes = 1});
  EXPECT_EQ(pool->lease(soon())->read_process(soon()).process_id, core_.pid());
  CoreProcess successor;
  names_.bind("core", successor.reference());
  core_.kill();
  EXPECT_EQ(pool->lease(soon())->read_process(soon()).process_id, successor.pid());
  successor.stop();
}

}  // namespace
}  // namespace orbbench::tests
