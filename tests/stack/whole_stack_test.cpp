// All seven parts together.
#include <gmock/gmock.h>
#include <httplib.h>

#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "stack_fixture.hpp"

namespace orbbench::tests {
namespace {

using launcher::Stack;
using nlohmann::json;

class WholeStackTest : public StackFixture {
 protected:
  launcher::StackOptions whole(unsigned widget_cores) const {
    auto wanted = options(launcher::all_parts());
    wanted.widget_cores = widget_cores;
    return wanted;
  }

  static json health_of(const Stack& stack) {
    const auto answer = httplib::Client(stack.endpoints().gateway->url).Get("/health");
    return answer ? json::parse(answer->body) : json();
  }

  static std::string state_of(const Stack& stack, const std::string& widget_core) {
    const json health = health_of(stack);
    for (const json& one : health["upstreams"]["widget_core"]) {
      if (one["name"] == widget_core) {
        return one["state"];
      }
    }
    return "unknown";
  }
};

TEST_F(WholeStackTest, EveryPartServesAndNothingIsLeft) {
  Stack stack = Stack::start(whole(2));
  const launcher::Endpoints endpoints = stack.endpoints();
  ASSERT_EQ(endpoints.widget_cores.size(), 2U);
  EXPECT_EQ(endpoints.widget_cores[1].name, "widget-core-2");
  EXPECT_EQ(health_of(stack)["status"], "ok");
  for (const std::string& url :
       {endpoints.security->url, endpoints.widget_cores[0].url, endpoints.widget_cores[1].url}) {
    EXPECT_EQ(httplib::Client(url).Get("/health")->status, 200) << url;
  }
  EXPECT_EQ(httplib::Client("127.0.0.1", endpoints.gateway->metrics_port).Get("/metrics")->status,
            200);
  EXPECT_EQ(httplib::Client(endpoints.gateway->url).Get("/api/v1/widgets")->status, 401);

  stack.stop();

  EXPECT_FALSE(is_listening(endpoints.gateway->port));
  EXPECT_FALSE(std::filesystem::exists(runtime_folder()));
}

TEST_F(WholeStackTest, WidgetCoreThatIsKilledLeavesTheGatewayAndComesBack) {
  Stack stack = Stack::start(whole(2));
  stack.kill_part("widget-core-2");
  EXPECT_TRUE(eventually([&] { return state_of(stack, "widget-core-2") == "down"; }));
  EXPECT_EQ(state_of(stack, "widget-core-1"), "up");
  stack.start_part("widget-core-2");
  EXPECT_TRUE(eventually([&] { return health_of(stack)["status"] == "ok"; }));
}

TEST_F(WholeStackTest, GatewayAndSecurityComeBackWithTheSameKey) {
  Stack stack = Stack::start(whole(1));
  const launcher::Endpoints before = stack.endpoints();
  stack.kill_part("gateway");
  stack.kill_part("security");
  stack.start_part("gateway");
  EXPECT_EQ(health_of(stack)["upstreams"]["widget_core"][0]["state"], "up");
  stack.start_part("security");
  EXPECT_EQ(stack.endpoints().security->admin_password, before.security->admin_password);
  EXPECT_EQ(stack.endpoints().gateway->port, before.gateway->port);
  EXPECT_TRUE(eventually([&] { return health_of(stack)["status"] == "ok"; }));
}

TEST_F(WholeStackTest, NothingStaysWhenTheKeeperIsKilled) {
  CommandRun run({"stack", "up", "--free-ports"}, environment());
  ASSERT_TRUE(run.await_output("\n"));
  const auto keepers = processes_called("orbbench-keeper");
  ASSERT_EQ(keepers.size(), 1U);
  kill(keepers.front(), SIGKILL);
  EXPECT_EQ(run.exit_status(), launcher::kExitInvalid);
  EXPECT_TRUE(processes().empty());
  EXPECT_FALSE(std::filesystem::exists(runtime_folder()));
}

TEST_F(WholeStackTest, SecretsAreInNoCommandLine) {
  const Stack stack = Stack::start(whole(1));
  const launcher::Endpoints& endpoints = stack.endpoints();
  for (const pid_t pid : processes()) {
    std::ifstream file("/proc/" + std::to_string(pid) + "/cmdline");
    std::ostringstream text;
    text << file.rdbuf();
    EXPECT_EQ(text.str().find(endpoints.security->admin_password), std::string::npos) << pid;
    EXPECT_EQ(text.str().find(endpoints.postgres->password), std::string::npos) << pid;
  }
}

}  // namespace
}  // namespace orbbench::tests
