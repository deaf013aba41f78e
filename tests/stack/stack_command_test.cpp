// `orbbench stack` as a user types it.
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "stack_fixture.hpp"

namespace orbbench::tests {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class StackCommandTest : public StackFixture {
 protected:
  void expect_usage_error(const std::vector<std::string>& arguments,
                          const std::string& text) const {
    const Finished finished = run(arguments);
    EXPECT_EQ(finished.status, 64);
    EXPECT_THAT(finished.errors, StartsWith("orbbench: "));
    EXPECT_THAT(finished.errors, HasSubstr(text));
    EXPECT_EQ(std::ranges::count(finished.errors, '\n'), 1) << finished.errors;
    EXPECT_EQ(finished.output, "");
    EXPECT_FALSE(std::filesystem::exists(runtime_folder()));
  }

  /// The same with programs that are there, if no services.
  static std::vector<std::string> with_services(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(),
                     {"--security-binary", "/bin/true", "--widget-core-binary", "/bin/true"});
    return arguments;
  }
};

/// A port that somebody else listens on.
class TakenPort {
 public:
  TakenPort() : listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(bind(listener_, generic, size), 0);
    EXPECT_EQ(listen(listener_, 1), 0);
    EXPECT_EQ(getsockname(listener_, generic, &size), 0);
    number_ = std::to_string(ntohs(address.sin_port));
  }
  ~TakenPort() { close(listener_); }
  TakenPort(const TakenPort&) = delete;
  TakenPort& operator=(const TakenPort&) = delete;

  const std::string& number() const { return number_; }

 private:
  int listener_;
  std::string number_;
};

TEST_F(StackCommandTest, KeptStackIsSeenReadAndTakenDown) {
  const Finished up =
      run({"stack", "up", "--free-ports", "--keep", "--parts", "postgres,redis,core"});
  ASSERT_EQ(up.status, 0) << up.errors;
  const json endpoints = json::parse(up.output);
  EXPECT_EQ(endpoints["postgres"]["user"], "test_user");
  EXPECT_THAT(endpoints["core"]["corbaloc"].get<std::string>(),
              StartsWith("corbaloc:iiop:1.2@127.0.0.1:"));
  EXPECT_EQ(endpoints["environment"]["REDIS_PORT"],
            std::to_string(endpoints["redis"]["port"].get<int>()));

  const Finished status = run({"stack", "status", "--json"});
  EXPECT_EQ(status.status, 0);
  const json state = json::parse(status.output);
  EXPECT_EQ(state["state"], "up");
  EXPECT_EQ(state["endpoints"], endpoints);
  EXPECT_EQ(state["parts"].size(), 3U);
  EXPECT_THAT(run({"stack", "status"}).output, HasSubstr("  redis: ready, process "));

  EXPECT_THAT(run({"stack", "logs", "postgres"}).output,
              HasSubstr("database system is ready to accept connections"));
  const std::string last = run({"stack", "logs", "redis", "--lines", "1"}).output;
  EXPECT_EQ(std::ranges::count(last, '\n'), 1) << last;
  EXPECT_THAT(run({"stack", "logs"}).output, HasSubstr("==> keeper <=="));

  EXPECT_EQ(run({"stack", "down"}).status, 0);
  EXPECT_FALSE(std::filesystem::exists(runtime_folder()));
  EXPECT_FALSE(is_listening(endpoints["core"]["port"]));
  EXPECT_EQ(run({"stack", "status"}).status, 1);
}

TEST_F(StackCommandTest, SecondUpOfTheSameNameIsRefused) {
  ASSERT_EQ(run({"stack", "up", "--free-ports", "--keep", "--parts", "redis"}).status, 0);
  const Finished second = run({"stack", "up", "--free-ports", "--parts", "redis"});
  EXPECT_EQ(second.status, 64);
  EXPECT_THAT(second.errors, HasSubstr("a stack named default is up already"));
  const Finished other =
      run({"stack", "up", "--name", "other", "--free-ports", "--keep", "--parts", "redis"});
  EXPECT_EQ(other.status, 0);
  EXPECT_EQ(run({"stack", "down", "--name", "other"}).status, 0);
  EXPECT_EQ(run({"stack", "status"}).status, 0);
  EXPECT_EQ(run({"stack", "down"}).status, 0);
}

TEST_F(StackCommandTest, ForegroundStackEndsCleanlyWhenTakenDownFromElsewhere) {
  CommandRun up({"stack", "up", "--free-ports", "--parts", "redis"}, environment());
  ASSERT_TRUE(up.await_output("\n"));
  EXPECT_EQ(run({"stack", "down"}).status, 0);
  EXPECT_EQ(up.exit_status(), 0);
}

TEST_F(StackCommandTest, StatusShowsAStackDegradedWhenAPartIsLost) {
  ASSERT_EQ(run({"stack", "up", "--free-ports", "--keep", "--parts", "redis"}).status, 0);
  const json before = json::parse(run({"stack", "status", "--json"}).output);
  kill(before["parts"][0]["pid"].get<pid_t>(), SIGKILL);
  EXPECT_TRUE(eventually([this] { return run({"stack", "status"}).status == 1; }));
  EXPECT_THAT(run({"stack", "status"}).output, HasSubstr("default: degraded"));
  EXPECT_THAT(run({"stack", "logs", "keeper"}).output,
              HasSubstr("redis lost was killed by signal 9 (Killed)"));
  EXPECT_EQ(run({"stack", "down"}).status, 0);
}

TEST_F(StackCommandTest, TakenPortIsNamedBeforeAnythingIsStarted) {
  const TakenPort taken;
  for (const auto& [flag, part] : std::vector<std::pair<std::string, std::string>>{
           {"--postgres-port", "PostgreSQL"},
           {"--redis-port", "Redis"},
           {"--core-port", "the core"},
           {"--metrics-port", "the core's metrics"},
           {"--security-port", "the security service"},
           {"--widget-port", "the widget core"},
           {"--widget-metrics-port", "the widget core's metrics"},
           {"--gateway-port", "the gateway"}}) {
    expect_usage_error(with_services({"stack", "up", "--free-ports", flag, taken.number()}),
                       "port " + taken.number() + ", wanted for " + part + ", is taken");
  }
}

TEST_F(StackCommandTest, MistakesAreUsageErrorsOnOneLine) {
  expect_usage_error({}, "subcommand");
  expect_usage_error({"stack"}, "subcommand");
  expect_usage_error({"stack", "up", "--free-port"}, "--free-port");
  expect_usage_error({"stack", "up", "--core-port", "70000"}, "--core-port");
  expect_usage_error({"stack", "up", "--core-port", "-1"}, "--core-port");
  expect_usage_error({"stack", "up", "--start-timeout", "0"}, "--start-timeout");
  expect_usage_error({"stack", "up", "--name", "../up"}, "'../up' cannot name a stack");
  expect_usage_error({"stack", "up", "--parts", "postgress"}, "'postgress'");
  expect_usage_error({"stack", "up", "--core-binary", "/nowhere/core"}, "/nowhere/core");
  expect_usage_error({"stack", "up", "--core", "cobol"}, "--core");
  expect_usage_error({"stack", "up", "--core", "ada", "--core-binary", "/bin/true"}, "--core");
  expect_usage_error({"stack", "up", "--security-binary", "/nowhere/security"},
                     "/nowhere/security");
  expect_usage_error({"stack", "up", "--widget-cores", "0"}, "--widget-cores");
  expect_usage_error({"stack", "up", "--rate-limit", "0"}, "--rate-limit");
  expect_usage_error({"stack", "up", "--parts", "gateway,redis"},
                     "the part gateway needs the part security");
  expect_usage_error({"stack", "logs"}, "no stack named default is up");
  expect_usage_error({"stack", "logs", "--lines", "0"}, "--lines");
}

TEST_F(StackCommandTest, TheSamePortTwiceIsRefused) {
  std::string port;
  {
    const TakenPort soon_free;
    port = soon_free.number();
  }
  expect_usage_error(
      with_services({"stack", "up", "--free-ports", "--core-port", port, "--metrics-port", port}),
      "wanted for both");
}

TEST_F(StackCommandTest, DownOfAStackThatIsNotUpSaysSo) {
  const Finished down = run({"stack", "down"});
  EXPECT_EQ(down.status, 0);
  EXPECT_THAT(down.errors, HasSubstr("no stack was up named default"));
}

TEST_F(StackCommandTest, DyingPartIsShownWithItsLog) {
  const auto core = write_core("echo 'no room for objects' >&2; exit 1");
  const Finished up =
      run({"stack", "up", "--free-ports", "--parts", "core", "--core-binary", core.string()});
  EXPECT_EQ(up.status, 3);
  EXPECT_THAT(up.errors, HasSubstr("orbbench: core exited with status 1 before it was ready\n"));
  EXPECT_THAT(up.errors, HasSubstr("  no room for objects\n"));
  EXPECT_EQ(up.output, "");
}

TEST_F(StackCommandTest, VersionAndHelpSucceed) {
  EXPECT_THAT(run({"--version"}).output, StartsWith("orbbench "));
  EXPECT_EQ(run({"--help"}).status, 0);
  EXPECT_THAT(run({"--help"}).output, ::testing::Not(HasSubstr("keeper")));
}

}  // namespace
}  // namespace orbbench::tests
