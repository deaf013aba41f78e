// The program that a run starts for itself.

#include "memory/preload/started_program.hpp"

#include <gmock/gmock.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <stdexcept>

namespace orbbench::tests {
namespace {

using free_witness::find_on_path;
using free_witness::StartedProgram;
using testing::HasSubstr;
using testing::ThrowsMessage;

constexpr std::chrono::seconds kPatience{10};

TEST(StartedProgramTest, SaysWhatCannotBeExecutedAndWhy) {
  EXPECT_THAT([] { StartedProgram({.program = "/nonexistent/core"}); },
              ThrowsMessage<std::runtime_error>(
                  "cannot execute /nonexistent/core: No such file or directory"));
}

TEST(StartedProgramTest, SaysThatItEndedToWhomWaitsForALine) {
  StartedProgram program({.program = "/bin/sh", .arguments = {"-c", "echo one; echo two"}});
  EXPECT_EQ(program.next_line(kPatience), "one");
  EXPECT_EQ(program.next_line(kPatience), "two");
  EXPECT_THAT([&] { program.next_line(kPatience); },
              ThrowsMessage<std::runtime_error>("sh ended before it was ready"));
}

TEST(StartedProgramTest, GivesItTheEnvironmentThatWasAdded) {
  StartedProgram program({.program = "/bin/sh",
                          .arguments = {"-c", "echo $ORBBENCH_ADDED"},
                          .environment = {{"ORBBENCH_ADDED", "here"}}});
  EXPECT_EQ(program.next_line(kPatience), "here");
}

TEST(StartedProgramTest, IsGoneAfterStop) {
  StartedProgram program(
      {.program = "/bin/sh", .arguments = {"-c", "echo up; exec tail -f /dev/null"}});
  ASSERT_EQ(program.next_line(kPatience), "up");
  const pid_t process = program.pid();
  program.stop();
  EXPECT_EQ(kill(process, 0), -1);
  EXPECT_EQ(errno, ESRCH);
  EXPECT_TRUE(program.has_ended());
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
