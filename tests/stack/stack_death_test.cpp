// Whatever dies, and when: no process and no folder stays. Each test's TearDown looks for them.
#include <gmock/gmock.h>
#include <sys/shm.h>
#include <sys/stat.h>

#include <csignal>
#include <nlohmann/json.hpp>

#include "orbbench/launcher/named_stack.hpp"
#include "stack_fixture.hpp"

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;

class StackDeathTest : public StackFixture {
 protected:
  const std::vector<std::string> up_{"stack", "up", "--free-ports", "--parts",
                                     "postgres,redis,core,display"};

  launcher::StackState state() const {
    return launcher::StackDirectory(runtime_folder()).find("default").value();
  }

  bool folder_goes() const {
    return eventually([this] { return !fs::exists(runtime_folder()); });
  }

  bool processes_go() const {
    return eventually([this] { return processes().empty(); });
  }

  /// Of the cluster; PostgreSQL derives the key of its segment from its data folder's inode.
  key_t shared_memory_key() const {
    struct stat data {};
    EXPECT_EQ(stat((runtime_folder() / "default" / "postgres" / "data").c_str(), &data), 0);
    return static_cast<key_t>(data.st_ino);
  }
};

bool shared_memory_exists(key_t key) {
  return shmget(key, 0, 0) >= 0;
}

TEST_F(StackDeathTest, NothingStaysWhenTheLauncherIsKilled) {
  CommandRun run(up_, environment());
  ASSERT_TRUE(run.await_output("\n"));
  run.send(SIGKILL);
  EXPECT_TRUE(folder_goes());
}

TEST_F(StackDeathTest, NothingStaysWhenTheKeeperIsKilled) {
  CommandRun run(up_, environment());
  ASSERT_TRUE(run.await_output("\n"));
  const key_t key = shared_memory_key();
  EXPECT_TRUE(shared_memory_exists(key));
  kill(state().keeper_pid, SIGKILL);
  EXPECT_EQ(run.exit_status(), launcher::kExitInvalid);
  EXPECT_THAT(run.errors(), ::testing::HasSubstr("keeper died"));
  EXPECT_FALSE(fs::exists(runtime_folder()));
  EXPECT_TRUE(processes().empty());
  EXPECT_FALSE(shared_memory_exists(key));
}

TEST_F(StackDeathTest, ProcessesGoAndTheNextStartSweepsWhenBothAreKilled) {
  key_t key = 0;
  {
    CommandRun run(up_, environment());
    ASSERT_TRUE(run.await_output("\n"));
    key = shared_memory_key();
    const pid_t keeper = state().keeper_pid;
    run.send(SIGSTOP);  // lest it clean up after a keeper that dies a moment earlier
    kill(keeper, SIGKILL);
    run.send(SIGKILL);
  }
  EXPECT_TRUE(processes_go());
  EXPECT_TRUE(fs::exists(runtime_folder() / "default"));
  launcher::Stack::start(options({"redis"})).stop();
  EXPECT_FALSE(fs::exists(runtime_folder()));
  EXPECT_FALSE(shared_memory_exists(key));
}

TEST_F(StackDeathTest, NothingStaysWhenTheLauncherEndsBeforeItHasSpokenToTheKeeper) {
  CommandRun run({"keeper", "--lifeline=0"}, environment());
  EXPECT_EQ(run.exit_status(), 0);
}

class StackStartDeathTest : public StackDeathTest,
                            public ::testing::WithParamInterface<const char*> {};

TEST_P(StackStartDeathTest, NothingStaysWhenTheLauncherIsKilledInTheStart) {
  CommandRun run(up_, environment());
  ASSERT_TRUE(run.await_error(GetParam()));
  run.send(SIGKILL);
  EXPECT_TRUE(folder_goes());
}

TEST_P(StackStartDeathTest, NothingStaysWhenTheKeeperIsKilledInTheStart) {
  CommandRun run(up_, environment());
  ASSERT_TRUE(run.await_error(GetParam()));
  for (const pid_t keeper : processes_called("orbbench-keeper")) {
    kill(keeper, SIGKILL);
  }
  EXPECT_EQ(run.exit_status(), launcher::kExitInvalid);
  EXPECT_FALSE(fs::exists(runtime_folder()));
}

TEST_P(StackStartDeathTest, NothingStaysWhenTheStartIsInterrupted) {
  CommandRun run(up_, environment());
  ASSERT_TRUE(run.await_error(GetParam()));
  run.send(SIGINT);
  EXPECT_EQ(run.exit_status(), 128 + SIGINT);
  EXPECT_FALSE(fs::exists(runtime_folder()));
}

INSTANTIATE_TEST_SUITE_P(Moments, StackStartDeathTest,
                         ::testing::Values("postgres starting", "core starting", "redis ready",
                                           "core ready"),
                         [](const auto& tested) {
                           std::string name = tested.param;
                           std::erase(name, ' ');
                           return name;
                         });

TEST_F(StackDeathTest, NothingStaysWhenTheLauncherIsKilledAtOnce) {
  for (int attempt = 0; attempt < 20; ++attempt) {
    CommandRun run({"stack", "up", "--free-ports", "--parts", "redis"}, environment());
    run.send(SIGKILL);
    run.exit_status();
  }
  EXPECT_TRUE(processes_go());
  EXPECT_TRUE(folder_goes());
}

TEST_F(StackDeathTest, StartFailsAtOnceWhenInitdbIsKilled) {
  CommandRun run({"stack", "up", "--free-ports", "--parts", "postgres"}, environment());
  ASSERT_TRUE(eventually([this] { return !processes_called("initdb").empty(); }));
  kill(processes_called("initdb").front(), SIGKILL);
  const auto killed = std::chrono::steady_clock::now();
  ASSERT_TRUE(run.await_error("orbbench: postgres was killed by signal 9 (Killed)"));
  EXPECT_LT(std::chrono::steady_clock::now() - killed, std::chrono::seconds(1));
  EXPECT_EQ(run.exit_status(), launcher::kExitInvalid);
}

TEST_F(StackDeathTest, CleanEndWhenTheTerminalIsClosed) {
  for (const int signal : {SIGHUP, SIGTERM, SIGINT}) {
    CommandRun run({"stack", "up", "--free-ports", "--parts", "redis"}, environment());
    ASSERT_TRUE(run.await_output("\n"));
    run.send(signal);
    EXPECT_EQ(run.exit_status(), 0);
    EXPECT_FALSE(fs::exists(runtime_folder()));
  }
}

TEST_F(StackDeathTest, AStackThatWasKeptOutlivesItsLauncherAndGoesWithItsKeeper) {
  ASSERT_EQ(run({"stack", "up", "--free-ports", "--keep", "--parts", "redis"}).status, 0);
  const auto kept = state();
  EXPECT_TRUE(is_listening(kept.endpoints.redis->port));
  kill(kept.keeper_pid, SIGKILL);
  EXPECT_TRUE(processes_go());
  EXPECT_EQ(run({"stack", "status"}).status, 1);
  EXPECT_EQ(run({"stack", "down"}).status, 0);
  EXPECT_FALSE(fs::exists(runtime_folder()));
}

}  // namespace
}  // namespace orbbench::tests
