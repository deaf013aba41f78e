// orbbench-console as a program: what it says, and how it ends.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <wx/uiaction.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "console/settings.hpp"
#include "core_process.hpp"
#include "faults/fault_proxy.hpp"
#include "orbbench/process/child_process.hpp"
#include "orbbench/widget_bridge/wx_event_loop.hpp"
#include "own_folder.hpp"
#include "x_display.hpp"

namespace orbbench::tests {
namespace {

using process::ChildProcess;
using testing::AllOf;
using testing::HasSubstr;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

class ConsoleProgramTest : public testing::Test {
 protected:
  ChildProcess start(std::vector<std::string> arguments, const std::string& display) {
    arguments.push_back("--settings=" + settings_.string());
    return ChildProcess({.program = ORBBENCH_CONSOLE_BINARY,
                         .arguments = std::move(arguments),
                         .environment = {{"DISPLAY", display}, {"ORB_CORE_URL", ""}},
                         .errors = ChildProcess::Errors::Kept});
  }
  static int exit_code(ChildProcess& program) {
    const std::optional<int> status = program.wait(20s);
    return status && WIFEXITED(*status) ? WEXITSTATUS(*status) : -1;
  }

  OwnFolder folder_;
  std::filesystem::path settings_ = folder_ / "console.json";
};

TEST_F(ConsoleProgramTest, WithoutADisplayItSaysSoInALine) {
  ChildProcess program = start({}, ":no-such-display");
  EXPECT_EQ(exit_code(program), 3);
  const std::string said = program.error_output();
  EXPECT_THAT(said, AllOf(HasSubstr("orbbench-console: "), HasSubstr(":no-such-display")));
  EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1) << said;
}

TEST_F(ConsoleProgramTest, AnUnknownOptionIsAMistakeOfTheUser) {
  ChildProcess program = start({"--no-such-option"}, ":no-such-display");
  EXPECT_EQ(exit_code(program), 64);
}

TEST_F(ConsoleProgramTest, TellsItsVersionWithoutADisplay) {
  ChildProcess program = start({"--version"}, ":no-such-display");
  EXPECT_THAT(program.next_line(20s), testing::Optional(HasSubstr("orbbench-console ")));
  EXPECT_EQ(exit_code(program), 0);
}

/// Its user: presses the keys that start a run, with the pointer in the window, as no window
/// manager gives it the focus.
class ConsoleRunTest : public ConsoleProgramTest {
 protected:
  ConsoleRunTest() { ::setenv("DISPLAY", display_.name().c_str(), 1); }

  /// A program that notes its niceness and its policy, fields 19 and 41 of stat (proc(5); its name
  /// is one word), and stays.
  std::filesystem::path noting_program() const {
    const std::string script = "#!/bin/sh\ncut -d ' ' -f 19,41 /proc/$$/stat >" + note() +
                               ".new\nmv " + note() + ".new " + note() + "\nexec sleep 1000\n";
    const std::filesystem::path path = folder_.write("orbbench", script);
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    return path;
  }
  std::string note() const { return (folder_ / "note").string(); }

  /// Until the run is there: nobody tells when the window takes keys.
  void start_a_run() {
    const widget_bridge::WxEventLoop toolkit;
    const auto limit = Clock::now() + 20s;
    while (folder_.read("note").empty() && Clock::now() < limit) {
      wxUIActionSimulator user;
      user.MouseMove(wxPoint(100, 100));
      user.Char('R', wxMOD_CONTROL);
      const auto look = Clock::now() + 500ms;
      while (folder_.read("note").empty() && Clock::now() < look) {
        std::this_thread::sleep_for(5ms);  // between two looks
      }
    }
  }

  XDisplay display_;
};

TEST_F(ConsoleRunTest, ARunIsScheduledAsUsualThoughTheConsoleYields) {
  console::Settings settings(settings_);
  settings.set("runs.program", noting_program().string());
  settings.save();
  ChildProcess program = start({}, display_.name());
  start_a_run();
  const auto console = static_cast<id_t>(program.pid());
  EXPECT_EQ(::getpriority(PRIO_PROCESS, console), 15);
  EXPECT_EQ(::sched_getscheduler(program.pid()), SCHED_BATCH);
  const int usual = ::getpriority(PRIO_PROCESS, 0);
  EXPECT_EQ(folder_.read("note"), std::to_string(usual) + " " + std::to_string(SCHED_OTHER) + "\n")
      << program.error_output();
  program.end(SIGTERM);
}

class ConsoleSignalTest : public ConsoleProgramTest, public testing::WithParamInterface<int> {};

TEST_P(ConsoleSignalTest, EndsItCleanlyInMidCall) {
  const XDisplay display;
  const CoreProcess core;
  faults::FaultProxy proxy({.upstream = core.address()});
  proxy.arm(
      {.kind = faults::FaultKind::Withhold, .match = {.direction = faults::Direction::ToClient}});
  ChildProcess program = start({"--core", proxy.address()}, display.name());
  const auto limit = Clock::now() + 20s;
  while (proxy.statistics().messages_to_server == 0 && Clock::now() < limit) {
    std::this_thread::sleep_for(5ms);  // between two looks
  }
  ASSERT_GT(proxy.statistics().messages_to_server, 0U) << program.error_output();
  EXPECT_EQ(::sched_getscheduler(program.pid()), SCHED_BATCH);
  EXPECT_GT(::getpriority(PRIO_PROCESS, static_cast<id_t>(program.pid())), 0);
  const auto begin = Clock::now();
  ASSERT_EQ(::kill(program.pid(), GetParam()), 0);
  EXPECT_EQ(exit_code(program), 0);
  EXPECT_LT(Clock::now() - begin, 3s);
  EXPECT_EQ(program.error_output(), "");
  EXPECT_GT(console::Settings(settings_).get("frame.width", 0), 0) << "what it is to remember";
}

INSTANTIATE_TEST_SUITE_P(Console, ConsoleSignalTest, testing::Values(SIGINT, SIGTERM, SIGHUP));

}  // namespace
}  // namespace orbbench::tests
