// The core in Ada as a program: how it is reached, started and ended.
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <limits>

#include "core_process.hpp"
#include "orbbench/orb_client/connection_pool.hpp"
#include "orbbench/orb_client/errors.hpp"

namespace orbbench::tests {
namespace {

using orb_client::Deadline;
using orb_client::Endpoint;

Deadline soon() {
  return Deadline::after(std::chrono::seconds(5));
}

void ping(const std::string& reference) {
  orb_client::OrbRuntime runtime;
  orb_client::ConnectionPool pool(runtime, Endpoint::parse(reference), {.lanes = 1, .waiters = 0});
  pool.lease(soon())->ping(soon());
}

TEST(AdaCoreProgramTest, IsReachedByItsPlainKeyAndByItsReference) {
  const CoreProcess core({.program = ADA_CORE});
  EXPECT_NO_THROW(ping("corbaloc::" + core.address() + "/OrbCore"));
  EXPECT_NO_THROW(ping(core.reference()));
}

TEST(AdaCoreProgramTest, SaysThatThereIsNoObjectOfAnUnknownKey) {
  const CoreProcess core({.program = ADA_CORE});
  EXPECT_THROW(ping("corbaloc::" + core.address() + "/NoSuchKey"), orb_client::UnreachableError);
}

TEST(AdaCoreProgramTest, EchoesFourMegabytes) {
  const CoreProcess core({.program = ADA_CORE});
  orb_client::OrbRuntime runtime;
  orb_client::ConnectionPool pool(runtime, Endpoint::parse(core.reference()),
                                  {.lanes = 1, .waiters = 0});
  const orb_client::Octets many(4 * 1024 * 1024, 0x5a);
  EXPECT_EQ(pool.lease(soon())->echo_octets(many, soon()), many);
}

TEST(AdaCoreProgramTest, ServesTheWidgetOfTheLargestId) {
  const CoreProcess core({.program = ADA_CORE});
  orb_client::OrbRuntime runtime;
  orb_client::ConnectionPool pool(runtime, Endpoint::parse(core.reference()),
                                  {.lanes = 1, .waiters = 0});
  auto lane = pool.lease(soon());
  const std::int64_t largest = std::numeric_limits<std::int64_t>::max();
  lane->create_widget(largest, "button", "Save", {}, soon());
  EXPECT_NO_THROW(lane->invoke_widget(largest, "test_operation", {}, soon()));
  EXPECT_NO_THROW(lane->destroy_widget(largest, soon()));
}

TEST(AdaCoreProgramTest, TakesItsPortAgainAfterACrash) {
  const std::uint16_t port = free_port();
  CoreProcess first({.iiop_port = port, .program = ADA_CORE});
  ping(first.reference());
  first.kill();
  const CoreProcess second({.iiop_port = port, .program = ADA_CORE});
  EXPECT_EQ(second.ports().iiop, port);
  EXPECT_NO_THROW(ping(first.reference()));
}

TEST(AdaCoreProgramTest, EndsCleanlyWhenItIsAskedTo) {
  CoreProcess core({.program = ADA_CORE});
  ping(core.reference());
  EXPECT_NO_THROW(core.stop());
  EXPECT_EQ(core.error_output(), "");
}

// Started alone: two of the three end under the first unlucky request.
TEST(AdaCoreProgramTest, BecomesTheProgramOfThePolicyThatIsAskedFor) {
  for (const std::string policy : {"thread-per-session", "thread-pool", "thread-per-request"}) {
    std::string value = policy;
    std::replace(value.begin(), value.end(), '-', '_');
    const CoreProcess core({.further_arguments = {"--tasking", value}, .program = ADA_CORE});
    EXPECT_EQ(std::filesystem::read_symlink("/proc/" + std::to_string(core.pid()) + "/exe"),
              ADA_CORE "-" + policy);
  }
}

TEST(AdaCoreProgramTest, RefusesAnUnknownOptionInOneLine) {
  try {
    const CoreProcess core({.further_arguments = {"--tasking", "none"}, .program = ADA_CORE});
    FAIL() << "it started";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("--tasking: there is no none; see"));
  }
}

}  // namespace
}  // namespace orbbench::tests
