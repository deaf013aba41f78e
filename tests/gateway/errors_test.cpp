// Services that are gone, slow, full or broken: what clients get, and what is tried again.
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "gateway_fixture.hpp"
#include "ready_process.hpp"

namespace orbbench::tests {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;

/// Is healthy, and drops every other request after it has read it.
class DroppingService {
 public:
  DroppingService() : listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(bind(listener_.number(), generic, size), 0);
    EXPECT_EQ(listen(listener_.number(), 64), 0);
    EXPECT_EQ(getsockname(listener_.number(), generic, &size), 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread([this] { serve(); });
  }
  ~DroppingService() { shutdown(listener_.number(), SHUT_RDWR); }

  std::uint16_t port() const { return port_; }
  int dropped() const { return dropped_; }

 private:
  void serve() {
    while (true) {
      const Descriptor client(accept(listener_.number(), nullptr, nullptr));
      if (client.number() < 0) {
        return;
      }
      std::array<char, 8192> block{};
      const auto taken = recv(client.number(), block.data(), block.size(), 0);
      if (std::string_view(block.data(), static_cast<std::size_t>(std::max<ssize_t>(taken, 0)))
              .starts_with("GET /health")) {
        constexpr std::string_view kGood = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        send(client.number(), kGood.data(), kGood.size(), MSG_NOSIGNAL);
      } else {
        ++dropped_;
      }
    }
  }

  Descriptor listener_;
  std::uint16_t port_ = 0;
  std::atomic<int> dropped_ = 0;
  std::jthread thread_;
};

class GatewayErrorsTest : public GatewayFixture {
 protected:
  std::string state_of(const char* upstream) const {
    const json health = json::parse(client().Get("/health")->body);
    for (const json& one : health["upstreams"]["widget_core"]) {
      if (one["name"] == upstream) {
        return one["state"];
      }
    }
    return "unknown";
  }
};

TEST_F(GatewayErrorsTest, ServiceThatIsGoneIs503AndLeavesTheOthersAlone) {
  settings.widget_cores[0].port = free_port();
  start();
  const auto answer = client().Get("/api/v1/widgets", bearer());
  expect_error(answer, 503, "SERVICE_UNAVAILABLE");
  EXPECT_EQ(answer->get_header_value("Retry-After"), "1");
  EXPECT_EQ(client().Get("/api/v1/api-keys", bearer())->status, 200);
  EXPECT_TRUE(eventually([this] { return state_of("widget-core-1") == "down"; }));
  const json health = json::parse(client().Get("/health")->body);
  EXPECT_EQ(health["status"], "degraded");
  EXPECT_EQ(health["upstreams"]["security"]["state"], "up");
  expect_error(client().Get("/api/v1/widgets", bearer()), 503, "SERVICE_UNAVAILABLE");
}

TEST_F(GatewayErrorsTest, SecurityServiceThatIsGoneLeavesIssuedTokensValid) {
  settings.security.port = free_port();
  start();
  const auto login = client().Post("/api/v1/auth/login");
  expect_error(login, 503, "SERVICE_UNAVAILABLE");
  EXPECT_EQ(login->get_header_value("Retry-After"), "1");
  EXPECT_EQ(client().Get("/api/v1/widgets", bearer())->status, 200);
}

TEST_F(GatewayErrorsTest, ServiceThatDoesNotAnswerInTimeIs504) {
  settings.timeouts.server = milliseconds(200);
  start();
  expect_error(client().Get("/api/v1/widgets/held", bearer()), 504, "GATEWAY_TIMEOUT");
}

TEST_F(GatewayErrorsTest, NamedBudgetReplacesTheGatewaysOwnTimeout) {
  settings.timeouts.server = milliseconds(60'000);
  start();
  const auto begin = std::chrono::steady_clock::now();
  expect_error(client().Get("/api/v1/widgets/held", with({{"X-Request-Timeout-Ms", "100"}})), 504,
               "GATEWAY_TIMEOUT");
  const auto took = std::chrono::steady_clock::now() - begin;
  EXPECT_GE(took, milliseconds(590));
  EXPECT_LT(took, milliseconds(2000));
}

TEST_F(GatewayErrorsTest, DroppedReadIsTriedAgainAndDroppedChangeIsNot) {
  DroppingService dropping;
  settings.widget_cores[0].port = dropping.port();
  start();
  expect_error(client().Post("/api/v1/widgets", bearer(), "{}", "application/json"), 502,
               "BAD_GATEWAY");
  EXPECT_EQ(dropping.dropped(), 1);
  expect_error(client().Delete("/api/v1/widgets/1", bearer()), 502, "BAD_GATEWAY");
  EXPECT_EQ(dropping.dropped(), 2);
  expect_error(client().Get("/api/v1/widgets", bearer()), 502, "BAD_GATEWAY");
  EXPECT_EQ(dropping.dropped(), 5);
}

TEST_F(GatewayErrorsTest, QueueIsBoundedAndThoseWithinItAreServed) {
  settings.upstream_limits.connections = 2;
  settings.upstream_limits.queue = 3;
  settings.timeouts.queue = milliseconds(10'000);
  settings.threads = 1;  // two threads may both see the last free place
  start();
  std::atomic<int> served = 0;
  std::vector<std::jthread> holders;
  for (int number = 0; number < 5; ++number) {
    holders.emplace_back(
        [&] { served += client().Get("/api/v1/widgets/held", bearer())->status == 200 ? 1 : 0; });
  }
  ASSERT_TRUE(eventually([this] {
    return widget_core.held() == 2 &&
           command("show stat widget_core 2 -1").find("widget_core,BACKEND,3,") !=
               std::string::npos;
  }));
  const auto begin = std::chrono::steady_clock::now();
  const auto refused = client().Get("/api/v1/widgets", bearer());
  expect_error(refused, 503, "SERVICE_UNAVAILABLE");
  EXPECT_EQ(refused->get_header_value("Retry-After"), "1");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, milliseconds(500));
  widget_core.release();
  holders.clear();
  EXPECT_EQ(served, 5);
}

TEST_F(GatewayErrorsTest, WaitInTheQueueIsBoundedToo) {
  settings.upstream_limits.connections = 1;
  settings.timeouts.queue = milliseconds(200);
  start();
  const std::jthread holder([this] { client().Get("/api/v1/widgets/held", bearer()); });
  ASSERT_TRUE(eventually([this] { return widget_core.held() == 1; }));
  expect_error(client().Get("/api/v1/widgets", bearer()), 503, "SERVICE_UNAVAILABLE");
  widget_core.release();
}

TEST_F(GatewayErrorsTest, HealthyInstancesShareTheLoadAndADeadOneGetsNone) {
  FakeService second("widget-core-2");
  const std::uint16_t dead = free_port();
  settings.widget_cores = {{"widget-core-1", "127.0.0.1", widget_core.port()},
                           {"widget-core-2", "127.0.0.1", second.port()},
                           {"widget-core-3", "127.0.0.1", dead}};
  start();
  ASSERT_TRUE(eventually([this] { return state_of("widget-core-3") == "down"; }));
  for (int number = 0; number < 40; ++number) {
    EXPECT_EQ(client().Post("/api/v1/widgets", bearer(), "{}", "application/json")->status, 200);
  }
  EXPECT_EQ(widget_core.calls(), 20);
  EXPECT_EQ(second.calls(), 20);
}

TEST_F(GatewayErrorsTest, RefusedConnectionGoesToAnotherInstanceBeforeAnyCheckHasFailed) {
  settings.widget_cores.push_back({"widget-core-2", "127.0.0.1", free_port()});
  settings.upstream_limits.check_interval = milliseconds(60'000);
  start();
  for (int number = 0; number < 10; ++number) {
    EXPECT_EQ(client().Post("/api/v1/widgets", bearer(), "{}", "application/json")->status, 200);
  }
}

}  // namespace
}  // namespace orbbench::tests
