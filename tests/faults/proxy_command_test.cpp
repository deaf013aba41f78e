// `orbbench proxy` as a user types it.
#include <gmock/gmock.h>
#include <httplib.h>

#include <algorithm>
#include <csignal>
#include <nlohmann/json.hpp>

#include "command_run.hpp"
#include "tcp_peers.hpp"

namespace orbbench::tests {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::StartsWith;

class ProxyCommandTest : public testing::Test {
 protected:
  static json ready(CommandRun& run) {
    const std::string start = "READY ";
    if (!run.await_output("\n") || !run.output().starts_with(start)) {
      ADD_FAILURE() << "not ready: " << run.output() << run.errors();
      return {};
    }
    return json::parse(run.output().substr(start.size(), run.output().find('\n') - start.size()));
  }

  static std::string pass(const json& ready, const std::string& octets) {
    TcpClient client(ready["port"].get<std::uint16_t>());
    client.send(octets);
    return client.receive(octets.size());
  }

  static json summary(const CommandRun& run) {
    return json::parse(run.output().substr(run.output().find('\n') + 1));
  }

  static void expect_usage_error(const std::vector<std::string>& arguments,
                                 const std::string& text) {
    CommandRun run(arguments, {});
    EXPECT_EQ(run.exit_status(), 64) << run.errors();
    EXPECT_THAT(run.errors(), StartsWith("orbbench: "));
    EXPECT_THAT(run.errors(), HasSubstr(text));
    EXPECT_EQ(std::ranges::count(run.errors(), '\n'), 1) << run.errors();
    EXPECT_EQ(run.output(), "");
  }

  EchoServer server_;
};

TEST_F(ProxyCommandTest, EndsWithASummaryWhenAllFaultsHadAnEffect) {
  for (const int signal : {SIGINT, SIGTERM}) {
    CommandRun run({"proxy", "--upstream", server_.address(), "--bytes", "--seed", "7", "--fault",
                    "flip:offset=1,mask=1,direction=to_client", "--fault",
                    R"({"fault": "slice", "piece_octets": 1})"},
                   {});
    EXPECT_EQ(pass(ready(run), "0123"), "0023");
    run.send(signal);
    EXPECT_EQ(run.exit_status(), 0) << run.errors();
    const json faults = summary(run)["faults"];
    ASSERT_EQ(faults.size(), 2U);
    EXPECT_EQ(faults[0]["effects"], 1);
    EXPECT_EQ(faults[1]["no_effect"], false);
    const json logged = json::parse(run.errors().substr(0, run.errors().find('\n')));
    EXPECT_EQ(logged["event"], "fault");
  }
}

TEST_F(ProxyCommandTest, FailsAFaultWithoutEffect) {
  CommandRun run({"proxy", "--upstream", server_.address(), "--fault", "drop:operation=nobody"},
                 {});
  ready(run);
  run.send(SIGTERM);
  EXPECT_EQ(run.exit_status(), 3);
  EXPECT_EQ(summary(run)["faults"][0]["no_effect"], true);
  EXPECT_THAT(run.errors(), HasSubstr("orbbench: fault 1 (drop) had no effect"));
}

TEST_F(ProxyCommandTest, IsControlledOverHttp) {
  CommandRun run({"proxy", "--upstream", server_.address(), "--bytes", "--control", "0"}, {});
  const json ports = ready(run);
  httplib::Client control("127.0.0.1", ports["control_port"].get<int>());
  const auto armed = control.Post("/faults", R"({"fault": "flip", "mask": 1})", "application/json");
  ASSERT_TRUE(armed);
  EXPECT_EQ(armed->status, 201);
  EXPECT_EQ(pass(ports, "0123"), "0123") << "changed on both ways";
  run.send(SIGTERM);
  EXPECT_EQ(run.exit_status(), 0) << run.errors();
  EXPECT_EQ(summary(run)["faults"][0]["effects"], 2);
}

TEST_F(ProxyCommandTest, EndsCleanlyWhileConnectionsAreOpen) {
  CommandRun run({"proxy", "--upstream", server_.address(), "--bytes"}, {});
  TcpClient client(ready(run)["port"].get<std::uint16_t>());
  client.send("a");
  EXPECT_EQ(client.receive(1), "a");
  run.send(SIGINT);
  EXPECT_EQ(run.exit_status(), 0) << run.errors();
  client.receive_to_the_end();
}

TEST_F(ProxyCommandTest, TellsOfAMistakeInOneLine) {
  const std::string server = server_.address();
  expect_usage_error({"proxy"}, "--upstream");
  expect_usage_error({"proxy", "--upstream", "nowhere"}, "is not HOST:PORT");
  expect_usage_error({"proxy", "--upstream", server, "--fault", "burn"}, "\"burn\" is none of");
  expect_usage_error({"proxy", "--upstream", server, "--fault", "delay:delay_ms"},
                     "is not KEY=VALUE");
  expect_usage_error({"proxy", "--upstream", server, "--bytes", "--fault", "drop"}, "needs GIOP");
  expect_usage_error({"proxy", "--upstream", server, "--plan", "/nonexistent"}, "/nonexistent");
  expect_usage_error({"proxy", "--upstream", server, "--control-host", "127.0.0.1"}, "--control");
}

TEST_F(ProxyCommandTest, TellsOfAPortThatIsTaken) {
  CommandRun run({"proxy", "--upstream", server_.address(), "--listen", server_.address()}, {});
  EXPECT_EQ(run.exit_status(), 3);
  EXPECT_THAT(run.errors(), HasSubstr("cannot listen at " + server_.address()));
}

}  // namespace
}  // namespace orbbench::tests
