// Real programs that behave, and such that do not.

#include "console/child_run.hpp"

#include <gmock/gmock.h>
#include <sched.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <condition_variable>
#include <fstream>
#include <mutex>
#include <optional>
#include <thread>

#include "console/child_start.hpp"

namespace orbbench::console {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Lt;
using testing::SizeIs;
using Clock = std::chrono::steady_clock;

/// What a program told, and its end.
class Listener {
 public:
  ChildRun::Callbacks callbacks() {
    return {[this](ChildRun::Stream stream, std::string_view line) { take(stream, line); },
            [this](const ChildEnd& end) {
              const std::lock_guard lock(mutex_);
              end_ = end;
              changed_.notify_all();
            }};
  }

  ChildEnd await_end() {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, 20s, [this] { return end_.has_value(); }));
    return end_.value_or(ChildEnd{});
  }

  void await_line() {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(changed_.wait_for(lock, 20s, [this] { return count_ > 0; }));
  }

  std::vector<std::string> output() {
    const std::lock_guard lock(mutex_);
    return output_;
  }
  std::vector<std::string> errors() {
    const std::lock_guard lock(mutex_);
    return errors_;
  }
  bool has_ended() {
    const std::lock_guard lock(mutex_);
    return end_.has_value();
  }

 private:
  void take(ChildRun::Stream stream, std::string_view line) {
    const std::lock_guard lock(mutex_);
    auto& lines = stream == ChildRun::Stream::Output ? output_ : errors_;
    if (lines.size() < 100) {
      lines.emplace_back(line);
    }
    ++count_;
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> output_;
  std::vector<std::string> errors_;
  std::uint64_t count_ = 0;
  std::optional<ChildEnd> end_;
};

ChildRun::Command shell(const std::string& script) {
  return {"/bin/sh", {"-c", script}};
}

/// A zombie is gone: only its parent has not looked yet.
bool is_gone(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/stat");
  std::string number;
  std::string name;
  std::string state;
  return !(file >> number >> name >> state) || state == "Z" || state == "X";
}

bool becomes_gone(pid_t process) {
  const auto limit = Clock::now() + 20s;
  while (!is_gone(process) && Clock::now() < limit) {
    std::this_thread::yield();
  }
  return is_gone(process);
}

TEST(ChildRunTest, LinesOfBothStreamsAreTold) {
  Listener heard;
  ChildRun run(shell("echo one; echo two >&2; echo three; printf four; exit 3"), heard.callbacks());
  const ChildEnd end = heard.await_end();
  EXPECT_TRUE(end.was_started);
  EXPECT_EQ(end.exit_code, 3);
  EXPECT_EQ(end.text, "ended with exit code 3");
  EXPECT_THAT(heard.output(), ElementsAre("one", "three", "four"));
  EXPECT_THAT(heard.errors(), ElementsAre("two"));
}

TEST(ChildRunTest, AProgramThatIsNotThereIsSaidSo) {
  Listener heard;
  ChildRun run({"/nowhere/orbbench", {}}, heard.callbacks());
  const ChildEnd end = heard.await_end();
  EXPECT_FALSE(end.was_started);
  EXPECT_EQ(end.text, "cannot execute /nowhere/orbbench: No such file or directory");
}

/// Fields 19 and 41 of stat are niceness and policy, proc(5); the name is one word here.
TEST(ChildRunTest, ARunIsScheduledAsUsualAlsoByAConsoleThatYields) {
  const Starter starter;
  const sched_param none{};
  ASSERT_EQ(::sched_setscheduler(0, SCHED_BATCH, &none), 0);
  ASSERT_EQ(::setpriority(PRIO_PROCESS, 0, 15), 0);
  Listener heard;
  ChildRun run(shell("cut -d ' ' -f 19,41 /proc/$$/stat"), heard.callbacks());
  heard.await_end();
  EXPECT_THAT(heard.output(), ElementsAre("0 " + std::to_string(SCHED_OTHER)));
}

TEST(ChildRunTest, TheSignalThatKilledItIsTold) {
  Listener heard;
  ChildRun run(shell("kill -KILL $$"), heard.callbacks());
  EXPECT_EQ(heard.await_end().text, "was killed by signal 9");
}

TEST(ChildRunTest, ALineThatIsTooLongIsCutOff) {
  Listener heard;
  ChildRun run({"/bin/sh", {"-c", "printf 'abcdefgh\\nij\\n'; printf 'klmnopqr'"}, 4},
               heard.callbacks());
  heard.await_end();
  EXPECT_THAT(heard.output(), ElementsAre("abcd", "ij", "klmn"));
}

TEST(ChildRunTest, CancelAsksItToEnd) {
  Listener heard;
  ChildRun run(shell("trap 'echo asked; exit 7' INT; echo ready; while :; do sleep 0.05; done"),
               heard.callbacks());
  heard.await_line();
  run.cancel();
  EXPECT_EQ(heard.await_end().exit_code, 7);
  EXPECT_THAT(heard.output(), ElementsAre("ready", "asked"));
}

TEST(ChildRunTest, OneThatIgnoresTheRequestIsKilled) {
  Listener heard;
  ChildRun run(shell("trap '' INT; echo ready; while :; do sleep 0.05; done"), heard.callbacks(),
               {.cancelled = 300ms, .destroyed = 10s});
  heard.await_line();
  const auto asked = Clock::now();
  run.cancel();
  EXPECT_EQ(heard.await_end().text, "was killed by signal 9");
  EXPECT_GE(Clock::now() - asked, 300ms);
}

TEST(ChildRunTest, AFloodDoesNotKeepItFromBeingEnded) {
  Listener heard;
  ChildRun run(shell("exec yes flood"), heard.callbacks());
  heard.await_line();
  run.cancel();
  EXPECT_EQ(heard.await_end().text, "was killed by signal 2");
}

TEST(ChildRunTest, ItsDestructionEndsItAndTellsNothingMore) {
  Listener heard;
  std::optional<ChildRun> run(
      std::in_place, shell("trap '' INT; echo $$; while :; do sleep 0.05; done"), heard.callbacks(),
      ChildRun::Patience{.cancelled = 1h, .destroyed = 200ms});
  heard.await_line();
  const pid_t process = std::stoi(heard.output().front());
  const auto begun = Clock::now();
  run.reset();
  EXPECT_LT(Clock::now() - begun, 5s);
  EXPECT_TRUE(is_gone(process));
  EXPECT_FALSE(heard.has_ended());
}

TEST(ChildRunTest, WhatItLeftBehindGoesWithIt) {
  Listener heard;
  ChildRun run(shell("sleep 1000 & echo $!"), heard.callbacks());
  EXPECT_EQ(heard.await_end().exit_code, 0);
  ASSERT_THAT(heard.output(), SizeIs(1));
  EXPECT_TRUE(becomes_gone(std::stoi(heard.output().front())));
}

/// In a process of its own, which is killed.
[[noreturn]] void be_a_console(int told) {
  Listener heard;
  ChildRun run(shell("trap '' INT TERM; echo $$; while :; do sleep 0.05; done"), heard.callbacks());
  heard.await_line();
  const pid_t process = std::stoi(heard.output().front());
  [[maybe_unused]] const auto written = ::write(told, &process, sizeof process);
  for (;;) {
    ::pause();
  }
}

TEST(ChildRunTest, ItDoesNotOutliveAConsoleThatIsKilled) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  const pid_t console = ::fork();
  if (console == 0) {
    be_a_console(ends[1]);
  }
  pid_t process = 0;
  ASSERT_EQ(::read(ends[0], &process, sizeof process), static_cast<ssize_t>(sizeof process));
  EXPECT_FALSE(is_gone(process));
  ::kill(console, SIGKILL);
  ::waitpid(console, nullptr, 0);
  EXPECT_TRUE(becomes_gone(process));
  ::close(ends[0]);
  ::close(ends[1]);
}

}  // namespace
}  // namespace orbbench::console
