#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "command_run.hpp"
#include "interop/peer.hpp"
#include "interop/peer_process.hpp"

namespace orbbench::tests {
namespace {

using testing::HasSubstr;

class InteropCommandTest : public testing::Test {
 protected:
  InteropCommandTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "interop-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~InteropCommandTest() override { std::filesystem::remove_all(folder_); }

  std::string report(const std::string& name) const {
    std::ifstream file(folder_ / name);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  std::filesystem::path folder_;
};

TEST_F(InteropCommandTest, RunsAgainstItsOwnPeersAndWritesFourReports) {
  CommandRun run({"interop", "--case", "echo/*", "--report", folder_.string()}, {});
  EXPECT_EQ(run.exit_status(), 0) << run.output() << run.errors();
  EXPECT_THAT(run.output(), HasSubstr("core (Echo, OrbCore::Core, all_functions, all_types): "));
  EXPECT_THAT(run.output(), HasSubstr("omniorb (Echo, all_functions, all_types): "));
  const auto json = nlohmann::json::parse(report("interop.json"));
  EXPECT_EQ(json.at("exit_code"), 0);
  EXPECT_EQ(json.at("counts").at("fail"), 0);
  EXPECT_EQ(json.at("results").size(), json.at("counts").at("pass").get<std::size_t>());
  EXPECT_THAT(report("interop.xml"), HasSubstr("<testsuite name=\"interop core\""));
  EXPECT_THAT(report("interop.html"), HasSubstr("<td>echo/empty</td>"));
  EXPECT_THAT(report("interop.txt"), HasSubstr("echo/empty"));
}

TEST_F(InteropCommandTest, FailsWithTheCaseNamedWhenAPeerIsBroken) {
  const interop::PeerProcess process(ORBBENCH_PEER_BINARY, {"--break", "echoString"});
  const auto peer = interop::peer_of_ready_line("p", "p", process.ready_line());
  CommandRun run({"interop", "--peer", "broken=" + peer.references.at("Echo"), "--case",
                  "echo/short-text", "--report", folder_.string()},
                 {});
  EXPECT_EQ(run.exit_status(), 1);
  EXPECT_THAT(run.output(), HasSubstr("fail"));
  EXPECT_THAT(run.output(), HasSubstr("expected \"hello\", got \"hello!\""));
  EXPECT_THAT(report("interop.xml"), HasSubstr("<failure"));
}

TEST_F(InteropCommandTest, SkipsWithAReasonWhatAPeerOfOneObjectDoesNotServe) {
  const interop::PeerProcess process(ORBBENCH_PEER_BINARY, {});
  const auto peer = interop::peer_of_ready_line("p", "p", process.ready_line());
  CommandRun run({"interop", "--peer", "one=" + peer.references.at("Echo"), "--case", "echo/empty",
                  "--case", "all_types/short", "--report", folder_.string()},
                 {});
  EXPECT_EQ(run.exit_status(), 0) << run.output() << run.errors();
  EXPECT_THAT(run.output(), HasSubstr("1 pass, 0 fail, 0 unsupported by peer, 1 skipped"));
  EXPECT_THAT(report("interop.txt"), HasSubstr("the peer was given for Echo only"));
}

TEST_F(InteropCommandTest, IsInvalidWhenNobodyListensAtAPeer) {
  CommandRun run({"interop", "--peer", "gone=corbaloc:iiop:1.2@127.0.0.1:1/Echo"}, {});
  EXPECT_EQ(run.exit_status(), 3);
  EXPECT_THAT(run.errors(), HasSubstr("peer gone, Echo at 127.0.0.1:1: cannot connect"));
}

TEST_F(InteropCommandTest, IsInvalidWhenEveryCaseIsSkipped) {
  const interop::PeerProcess process(ORBBENCH_PEER_BINARY, {});
  const auto peer = interop::peer_of_ready_line("p", "p", process.ready_line());
  CommandRun run(
      {"interop", "--peer", "one=" + peer.references.at("Echo"), "--interface", "all_types"}, {});
  EXPECT_EQ(run.exit_status(), 3);
}

TEST_F(InteropCommandTest, RefusesWhatCannotBe) {
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"interop", "--case", "no/such/case"},
        std::vector<std::string>{"interop", "--peer", "nonsense"},
        std::vector<std::string>{"interop", "--peer", "a=IOR:00"},
        std::vector<std::string>{"interop", "--cases", "/nowhere/at/all"},
        std::vector<std::string>{"interop", "--case", "echo/empty", "--report", "/proc/x"}}) {
    CommandRun run(arguments, {});
    EXPECT_EQ(run.exit_status(), 64) << arguments.back();
    EXPECT_THAT(run.errors(), HasSubstr("orbbench: ")) << arguments.back();
  }
}

TEST_F(InteropCommandTest, ListsCasesWithWhatIsDeclared) {
  CommandRun run({"interop", "--list", "--case", "all_functions/stop-server"}, {});
  EXPECT_EQ(run.exit_status(), 0);
  EXPECT_THAT(run.output(), HasSubstr("unsupported by polyorb: "));
}

}  // namespace
}  // namespace orbbench::tests
