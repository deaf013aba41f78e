// orbbench-gateway and orbbench-migrate: what a container, or systemd, starts.

#include <gmock/gmock.h>
#include <httplib.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "documents.hpp"
#include "orbbench/process/child_process.hpp"
#include "ready_process.hpp"

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;
using process::ChildProcess;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kKey = "a key of thirty-two octets or more";

class GatewayProgramTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = fs::temp_directory_path() / "orbbench-gateway.XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    std::ofstream(folder_ / "key") << kKey << '\n';
    chmod((folder_ / "key").c_str(), 0600);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::vector<std::string> arguments(const std::vector<std::string>& further) const {
    std::vector<std::string> all{
        "--folder=" + folder_.string(), "--jwt-key-file=" + (folder_ / "key").string(),
        "--port=" + std::to_string(port_), "--metrics-port=" + std::to_string(metrics_port_)};
    all.insert(all.end(), further.begin(), further.end());
    return all;
  }

  std::string command(const std::vector<std::string>& further) const {
    std::string line = GATEWAY_PROGRAM;
    for (const std::string& argument : arguments(further)) {
      line += " '" + argument + "'";
    }
    return line;
  }

  /// Its /health, once it answers.
  nlohmann::json health_of(ChildProcess& gateway) const {
    httplib::Client client("127.0.0.1", port_);
    while (true) {
      if (const auto answer = client.Get("/health")) {
        return nlohmann::json::parse(answer->body);
      }
      if (gateway.wait(std::chrono::milliseconds(10))) {
        gateway.fail("ends at once");
      }
    }
  }

  fs::path folder_;
  const std::uint16_t port_ = free_port();
  const std::uint16_t metrics_port_ = free_port();
};

TEST_F(GatewayProgramTest, ItBecomesAGatewayInFrontOfTheNamedServices) {
  ChildProcess gateway(
      {.program = GATEWAY_PROGRAM,
       .arguments = arguments(
           {"--widget-core=localhost:1", "--widget-core=127.0.0.1:2", "--security=localhost:3"}),
       .errors = ChildProcess::Errors::Kept});
  gateway.discard_output();
  const auto upstreams = health_of(gateway).at("upstreams");
  EXPECT_EQ(upstreams.at("widget_core").size(), 2U);
  EXPECT_EQ(upstreams.at("widget_core").at(1).at("name"), "widget-core-2");
  EXPECT_EQ(contents_of("/proc/" + std::to_string(gateway.pid()) + "/comm"), "haproxy\n");
  const auto unauthorized = httplib::Client("127.0.0.1", port_).Get("/api/v1/widgets");
  ASSERT_TRUE(unauthorized);
  EXPECT_EQ(unauthorized->status, 401);
  EXPECT_TRUE(httplib::Client("127.0.0.1", metrics_port_).Get("/metrics"));
  EXPECT_EQ(gateway.end(SIGUSR1), 0) << "HAProxy's soft stop";
}

TEST_F(GatewayProgramTest, TheKeyIsInNoFileAndTheFilesAreNobodyElses) {
  ChildProcess gateway({.program = GATEWAY_PROGRAM,
                        .arguments = arguments({}),
                        .errors = ChildProcess::Errors::Kept});
  gateway.discard_output();
  health_of(gateway);
  int files = 0;
  for (const auto& entry : fs::directory_iterator(folder_)) {
    struct stat facts {};
    ASSERT_EQ(stat(entry.path().c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & (S_IRWXG | S_IRWXO), 0U) << entry.path();
    if (S_ISREG(facts.st_mode) && entry.path().filename() != "key") {
      EXPECT_THAT(contents_of(entry.path()), Not(HasSubstr(kKey))) << entry.path();
      ++files;
    }
  }
  EXPECT_EQ(files, 3) << "configuration, script and list of revocations";
}

// A container is made anew, and what was revoked before must stay so.
TEST_F(GatewayProgramTest, TheListOfRevocationsIsKept) {
  std::ofstream(folder_ / "revocations") << "token-1\n";
  ChildProcess gateway({.program = GATEWAY_PROGRAM,
                        .arguments = arguments({}),
                        .errors = ChildProcess::Errors::Kept});
  gateway.discard_output();
  health_of(gateway);
  EXPECT_EQ(contents_of(folder_ / "revocations"), "token-1\n");
}

TEST_F(GatewayProgramTest, AServiceThatIsAwayAtTheStartIsNoErrorWhereNamesAreFollowed) {
  const std::string nowhere = "--security=nowhere.invalid:3";
  const ShellResult refused = run_shell(command({nowhere}));
  EXPECT_NE(refused.status, 0);
  EXPECT_THAT(refused.output, HasSubstr("could not resolve address 'nowhere.invalid'"));
  ChildProcess gateway({.program = GATEWAY_PROGRAM,
                        .arguments = arguments({nowhere, "--follow-names"}),
                        .errors = ChildProcess::Errors::Kept});
  gateway.discard_output();
  EXPECT_EQ(health_of(gateway).at("upstreams").at("security").at("state"), "down");
}

TEST_F(GatewayProgramTest, EveryMistakeIsToldAtOnce) {
  chmod((folder_ / "key").c_str(), 0644);
  const ShellResult result =
      run_shell(command({"--widget-core=nothing", "--security=a:70000", "--rate-limit=0"}));
  EXPECT_EQ(result.status, 64);
  EXPECT_EQ(result.output,
            "--rate-limit is 0: 1 to 1000000000 would be right\n"
            "--jwt-key-file: " +
                (folder_ / "key").string() +
                " is open to others: chmod 600 it\n"
                "--widget-core is nothing: host:port would be right\n"
                "--security is a:70000: host:port would be right\n");
}

TEST_F(GatewayProgramTest, ANameThatWouldSmuggleInDirectivesIsRefused) {
  const ShellResult result = run_shell(command({"--security=a b:3"}));
  EXPECT_EQ(result.status, 64);
  EXPECT_THAT(result.output, HasSubstr("upstream security needs a host and a port"));
}

TEST_F(GatewayProgramTest, AFolderThatIsNotThereIsNamed) {
  const ShellResult result =
      run_shell(std::string(GATEWAY_PROGRAM) + " --folder=/nowhere/gateway --jwt-key-file='" +
                (folder_ / "key").string() + "'");
  EXPECT_EQ(result.status, 3);
  EXPECT_THAT(result.output, HasSubstr("/nowhere/gateway"));
}

TEST(MigrateProgramTest, ADatabaseThatIsAwayIsOneLineAndExitCode3) {
  const ShellResult result =
      run_shell(std::string(MIGRATE_PROGRAM) + " --db-host 127.0.0.1 --db-port " +
                std::to_string(free_port()));
  EXPECT_EQ(result.status, 3);
  EXPECT_THAT(result.output,
              testing::StartsWith("orbbench-migrate: the database cannot be migrated: "));
  EXPECT_THAT(result.output, Not(HasSubstr("test_password")));
}

}  // namespace
}  // namespace orbbench::tests
