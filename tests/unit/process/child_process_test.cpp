// The programs that a process runs.

#include "orbbench/process/child_process.hpp"

#include <gmock/gmock.h>
#include <sys/wait.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <stdexcept>

#include "orbbench/process/program_path.hpp"

namespace orbbench::tests {
namespace {

using process::ChildProcess;
using process::find_on_path;
using testing::HasSubstr;
using testing::ThrowsMessage;

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kPatience = 10s;

TEST(ChildProcessTest, SaysWhatCannotBeExecutedAndWhy) {
  EXPECT_THAT([] { ChildProcess({.program = "/nonexistent/core"}); },
              ThrowsMessage<std::runtime_error>(
                  "cannot execute /nonexistent/core: No such file or directory"));
}

TEST(ChildProcessTest, SaysThatItEndedToWhomWaitsForALine) {
  ChildProcess program({.program = "/bin/sh", .arguments = {"-c", "echo one; echo two"}});
  EXPECT_EQ(program.next_line(kPatience), "one");
  EXPECT_EQ(program.next_line(kPatience), "two");
  EXPECT_THAT([&] { program.next_line(kPatience); },
              ThrowsMessage<std::runtime_error>("sh ended before it was ready"));
}

TEST(ChildProcessTest, GivesItTheEnvironmentThatWasAdded) {
  ChildProcess program({.program = "/bin/sh",
                        .arguments = {"-c", "echo $ORBBENCH_ADDED"},
                        .environment = {{"ORBBENCH_ADDED", "here"}}});
  EXPECT_EQ(program.next_line(kPatience), "here");
}

TEST(ChildProcessTest, IsGoneOnceItWasEnded) {
  ChildProcess program(
      {.program = "/bin/sh", .arguments = {"-c", "echo up; exec tail -f /dev/null"}});
  ASSERT_EQ(program.next_line(kPatience), "up");
  const pid_t process = program.pid();
  EXPECT_TRUE(WIFSIGNALED(program.end(SIGTERM)));
  EXPECT_EQ(kill(process, 0), -1);
  EXPECT_EQ(errno, ESRCH);
  EXPECT_EQ(program.pid(), -1);
}

TEST(ChildProcessTest, WhatWillNotEndIsKilled) {
  ChildProcess program({.program = "/bin/sh",
                        .arguments = {"-c", "trap '' TERM; echo up; while :; do sleep 1; done"}});
  ASSERT_EQ(program.next_line(kPatience), "up");
  EXPECT_EQ(program.wait(0s), std::nullopt);
  const int status = program.end(SIGTERM, 100ms);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(WTERMSIG(status), SIGKILL);
  EXPECT_EQ(program.wait(0s), status);
}

TEST(ChildProcessTest, TellsWhatTheReadyLineSays) {
  ChildProcess program({.program = "/bin/sh", .arguments = {"-c", R"(echo 'READY {"port": 7}')"}});
  EXPECT_EQ(program.await_ready(kPatience)["port"], 7);
}

std::string complaint_of(const std::string& script, std::chrono::milliseconds time) try {
  ChildProcess(
      {.program = "/bin/sh", .arguments = {"-c", script}, .errors = ChildProcess::Errors::Kept})
      .await_ready(time);
  return "";
} catch (const std::runtime_error& error) {
  return error.what();
}

TEST(ChildProcessTest, SaysWhyItIsNotReadyAndWhatItWrote) {
  EXPECT_EQ(complaint_of("echo HELLO", kPatience),
            "sh is not ready; it wrote 'HELLO'\nits stderr:\n");
  EXPECT_EQ(complaint_of("echo no disk >&2", kPatience),
            "sh ended before it was ready\nits stderr:\nno disk\n");
  EXPECT_EQ(complaint_of("echo 'READY {'", kPatience),
            "sh has a READY line that cannot be read: READY {\nits stderr:\n");
  EXPECT_EQ(complaint_of("exec tail -f /dev/null", 50ms), "sh is not ready in time\nits stderr:\n");
}

TEST(FindOnPathTest, FindsProgramsAsTheShellWould) {
  EXPECT_EQ(find_on_path("/bin/sh"), "/bin/sh");
  EXPECT_EQ(find_on_path("sh").filename(), "sh");
  EXPECT_THAT([] { find_on_path("no-such-program-anywhere"); },
              ThrowsMessage<std::runtime_error>(HasSubstr("no-such-program-anywhere")));
  EXPECT_THROW(find_on_path("/etc/passwd"), std::runtime_error);
}

}  // namespace
}  // namespace orbbench::tests
