// `orbbench stack up --core ada`
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "orbbench/orb_client/connection_pool.hpp"
#include "stack_fixture.hpp"

namespace orbbench::tests {
namespace {

using orb_client::Deadline;

class AdaCoreStackTest : public StackFixture {};

TEST_F(AdaCoreStackTest, StackHasTheCoreInAdaWhenItIsAskedForIt) {
  const Finished up =
      run({"stack", "up", "--free-ports", "--keep", "--parts", "core", "--core", "ada"});
  ASSERT_EQ(up.status, 0) << up.errors;
  const nlohmann::json endpoints = nlohmann::json::parse(up.output);
  {
    orb_client::OrbRuntime runtime;
    orb_client::ConnectionPool pool(
        runtime, orb_client::Endpoint::parse(endpoints["core"]["corbaloc"].get<std::string>()),
        {.lanes = 1, .waiters = 0});
    const auto deadline = Deadline::after(std::chrono::seconds(5));
    EXPECT_EQ(pool.lease(deadline)->read_process(deadline).orb_name, "PolyORB");
  }
  EXPECT_EQ(run({"stack", "down"}).status, 0);
}

}  // namespace
}  // namespace orbbench::tests
