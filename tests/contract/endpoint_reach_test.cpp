#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <utility>

#include "core_fixture.hpp"
#include "tcp_table.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using namespace orb_client;

class EndpointReachTest : public CoreFixture {
 protected:
  void expect_reached(const std::string& endpoint) {
    const auto pool = make_pool(endpoint, {.lanes = 1, .waiters = 0});
    Lease lane = pool->lease(soon());
    EXPECT_EQ(lane->read_process(soon()).process_id, core_.pid()) << endpoint;
  }

  std::string port() const { return std::to_string(core_.ports().iiop); }
};

TEST_F(EndpointReachTest, ReachesTheCoreByEachForm) {
  expect_reached(core_.reference());
  expect_reached("127.0.0.1:" + port());
  expect_reached("localhost:" + port());
  expect_reached("http://127.0.0.1:" + port());
  expect_reached("corbaloc::127.0.0.1:" + port());
  expect_reached("corbaloc:iiop:1.2@127.0.0.1:" + port() + "/OrbCore");
  expect_reached("corbaloc:iiop:1.1@127.0.0.1:" + port() + "/OrbCore");
  expect_reached("corbaloc:iiop:1.0@127.0.0.1:" + port() + "/OrbCore");
}

TEST_F(EndpointReachTest, ReachesTheCoreByItsSecondAddress) {
  expect_reached("corbaloc::127.0.0.1:1,:127.0.0.1:" + port() + "/OrbCore");
}

TEST_F(EndpointReachTest, ReachesTheCoreByAFile) {
  std::string path = testing::TempDir() + "core_XXXXXX";
  const Descriptor file(::mkstemp(path.data()));
  std::ofstream(path) << core_.reference() << '\n';
  expect_reached(path);
  std::remove(path.c_str());
}

TEST_F(EndpointReachTest, UsesOneConnectionPerLaneWithEachVersionOfIiop) {
  for (const std::string version : {"1.0", "1.1", "1.2"}) {
    const auto pool =
        make_pool("corbaloc:iiop:" + version + "@127.0.0.1:" + port(), {.lanes = 2, .waiters = 0});
    Lease first = pool->lease(soon());
    Lease second = pool->lease(soon());
    first->ping(soon());
    second->read_ledger(soon());
    EXPECT_EQ(sockets_towards(::getpid(), core_.ports().iiop), 2U) << version;
  }
}

TEST_F(EndpointReachTest, IsUnreachableWhenThePortServesNoObjectOfThatKey) {
  const auto pool =
      make_pool("corbaloc::127.0.0.1:" + port() + "/NoSuchKey", {.lanes = 1, .waiters = 0});
  const auto error = error_of<UnreachableError>([&] { pool->lease(soon()); });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->facts().exception, "OBJECT_NOT_EXIST");
}

/// A port at which the kernel takes connections and nobody ever answers.
class SilentPort {
 public:
  SilentPort() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(::bind(listener_.number(), generic, length), 0);
    EXPECT_EQ(::listen(listener_.number(), 8), 0);
    EXPECT_EQ(::getsockname(listener_.number(), generic, &length), 0);
    number_ = std::to_string(ntohs(address.sin_port));
  }

  const std::string& number() const { return number_; }

 private:
  Descriptor listener_;
  std::string number_;
};

class SilentEndpointTest : public testing::TestWithParam<std::pair<std::string, std::string>> {
 protected:
  OrbRuntime runtime_;
  SilentPort port_;
};

TEST_P(SilentEndpointTest, EndsAtTheDeadline) {
  const auto [start, end] = GetParam();
  const Endpoint endpoint = Endpoint::parse(start + port_.number() + end);
  ConnectionPool pool(runtime_, endpoint, {.lanes = 1, .waiters = 0});
  const Deadline deadline = Deadline::after(50ms);
  const auto error = error_of<TimeoutError>([&] { pool.lease(deadline); });
  ASSERT_TRUE(error);
  EXPECT_TRUE(deadline.expired());
  EXPECT_LT(Deadline::Clock::now() - deadline.instant(), 1s);
  EXPECT_EQ(error->facts().operation, "connect");
}

// The naming service of a corbaname is asked by the ORB itself, which knows no lane's deadline.
INSTANTIATE_TEST_SUITE_P(Endpoints, SilentEndpointTest,
                         testing::Values(std::pair("127.0.0.1:", ""),
                                         std::pair("corbaloc::127.0.0.1:", "/Key"),
                                         std::pair("corbaname::127.0.0.1:", "#core")));

/// A core that publishes an address at which it cannot be reached, as one behind a port forwarding.
class PublishedElsewhereTest : public testing::Test {
 protected:
  OrbRuntime runtime_;
  CoreProcess core_{{.further_arguments = {"--publish", "192.0.2.1"}}};
};

TEST_F(PublishedElsewhereTest, StaysAtTheAddressThatWasGiven) {
  const auto soon = [] { return Deadline::after(std::chrono::seconds(20)); };
  ConnectionPool pool(runtime_, Endpoint::parse(core_.address()), {.lanes = 1, .waiters = 0});
  Lease lane = pool.lease(soon());
  lane->create_widget(1, "button", "label", {}, soon());
  lane->invoke_widget(1, "test_operation", {}, soon());
  EXPECT_EQ(established_connections(core_.ports().iiop), 1U);
}

}  // namespace
}  // namespace orbbench::tests
