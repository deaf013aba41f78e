#include "orbbench/launcher/kept_database.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>

#include "store_fixture.hpp"

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;
using launcher::KeptDatabase;
using launcher::StackError;

class KeptDatabaseTest : public StoreFixture {
 protected:
  KeptDatabase open() const { return KeptDatabase::open(folder_ / "results"); }

  static bool is_there(pid_t process) { return kill(process, 0) == 0; }
};

TEST_F(KeptDatabaseTest, ItsDataOutliveIt) {
  start_server();
  change("CREATE TABLE kept AS SELECT 42 AS answer");
  const pid_t first = server_->server_pid();
  server_.reset();
  EXPECT_FALSE(is_there(first));
  start_server();
  EXPECT_EQ(ask("SELECT answer FROM kept"), "42");
}

TEST_F(KeptDatabaseTest, ItServesUntilTheLastUserHasGone) {
  start_server();
  auto second = std::optional<KeptDatabase>(open());
  EXPECT_EQ(second->server_pid(), server_->server_pid());
  second.reset();
  EXPECT_EQ(ask("SELECT 1"), "1");
}

TEST_F(KeptDatabaseTest, ProcessesThatStartItAtOnceShareOne) {
  constexpr int kProcesses = 4;
  std::array<int, 2> pids{};
  ASSERT_EQ(pipe(pids.data()), 0);
  for (int i = 0; i < kProcesses; ++i) {
    if (fork() == 0) {
      int result = 1;
      try {
        const KeptDatabase database = open();
        const pid_t server = database.server_pid();
        result = write(pids[1], &server, sizeof server) == sizeof server ? 0 : 1;
        close(pids[1]);
        // Until all others have it too.
        char octet = 0;
        result += read(pids[0], &octet, 0) == 0 ? 0 : 1;
        raise(SIGSTOP);
      } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
      }
      _exit(result);
    }
  }
  std::set<pid_t> servers;
  for (int i = 0; i < kProcesses; ++i) {
    pid_t server = 0;
    ASSERT_EQ(read(pids[0], &server, sizeof server), static_cast<ssize_t>(sizeof server));
    servers.insert(server);
  }
  EXPECT_EQ(servers.size(), 1U);
  std::vector<pid_t> stopped;
  for (int i = 0; i < kProcesses; ++i) {
    int status = 0;
    stopped.push_back(waitpid(-1, &status, WUNTRACED));
    EXPECT_TRUE(WIFSTOPPED(status));
  }
  for (const pid_t child : stopped) {
    EXPECT_TRUE(is_there(*servers.begin()));
    int status = 0;
    kill(child, SIGCONT);
    waitpid(child, &status, 0);
    EXPECT_EQ(WEXITSTATUS(status), 0);
  }
  close(pids[0]);
  close(pids[1]);
  // The last one has stopped it. Its parent may have gone first: then it is not ours to reap.
  std::ifstream state("/proc/" + std::to_string(*servers.begin()) + "/stat");
  const std::string text{std::istreambuf_iterator<char>(state), {}};
  EXPECT_TRUE(text.empty() || text.find(") Z") != std::string::npos) << text;
}

TEST_F(KeptDatabaseTest, AKilledOneIsStartedAgainWithItsData) {
  start_server();
  change("CREATE TABLE kept AS SELECT 42 AS answer");
  kill(server_->server_pid(), SIGKILL);
  waitpid(server_->server_pid(), nullptr, 0);
  const KeptDatabase again = open();
  EXPECT_EQ(ask("SELECT answer FROM kept"), "42");
}

// PostgreSQL takes a zombie for a server that runs.
TEST_F(KeptDatabaseTest, AKilledOneThatNobodyReapedIsStartedAgainByTheSameProcess) {
  start_server();
  change("CREATE TABLE kept AS SELECT 42 AS answer");
  kill(server_->server_pid(), SIGKILL);
  siginfo_t ended{};
  ASSERT_EQ(waitid(P_PID, static_cast<id_t>(server_->server_pid()), &ended, WEXITED | WNOWAIT), 0);
  server_.reset();
  start_server();
  EXPECT_EQ(ask("SELECT answer FROM kept"), "42");
}

TEST_F(KeptDatabaseTest, WhatAKilledProcessLeftUpIsUsedAndStopped) {
  const pid_t child = fork();
  if (child == 0) {
    try {
      start_server();
      raise(SIGKILL);
    } catch (const std::exception& error) {
      std::cerr << error.what() << '\n';
    }
    _exit(1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));
  start_server();
  const pid_t server = server_->server_pid();
  EXPECT_TRUE(is_there(server));
  server_.reset();
  // Where nobody reaps it, a dead one has no program any more.
  std::error_code gone;
  EXPECT_EQ(fs::read_symlink("/proc/" + std::to_string(server) + "/exe", gone), fs::path());
}

TEST_F(KeptDatabaseTest, NobodyElseCanReachIt) {
  start_server();
  EXPECT_EQ(ask("SHOW listen_addresses"), "");
  struct stat facts {};
  ASSERT_EQ(stat((folder_ / "results" / "server").c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777U, 0700U);
  ASSERT_EQ(stat(("/proc/" + std::to_string(server_->server_pid())).c_str(), &facts), 0);
  EXPECT_NE(facts.st_uid, 0U);
  EXPECT_EQ(connection().find("password"), std::string::npos);
}

TEST_F(KeptDatabaseTest, AHalfMadeClusterIsMadeAnew) {
  fs::create_directories(folder_ / "results" / "server" / "unfinished" / "base");
  start_server();
  EXPECT_EQ(ask("SELECT 1"), "1");
}

TEST_F(KeptDatabaseTest, APathThatNoSocketCanHaveIsRefused) {
  try {
    KeptDatabase::open(folder_ / std::string(100, 'x'));
    ADD_FAILURE() << "it was taken";
  } catch (const StackError& error) {
    EXPECT_EQ(error.exit_code(), 64);
    EXPECT_THAT(error.what(), testing::HasSubstr("too long a path"));
  }
}

}  // namespace
}  // namespace orbbench::tests
