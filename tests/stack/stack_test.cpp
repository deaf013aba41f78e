// A stack as a program uses it.
#include "orbbench/launcher/stack.hpp"

#include <gmock/gmock.h>

#include <pqxx/pqxx>

#include "stack_fixture.hpp"

namespace orbbench::tests {
namespace {

using launcher::Endpoints;
using launcher::PartProgress;
using launcher::Stack;
using launcher::StackError;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;

class StackTest : public StackFixture {
 protected:
  StackError failure_of(const launcher::StackOptions& options) const try {
    Stack::start(options);
    ADD_FAILURE() << "the stack started";
    return {0, ""};
  } catch (const StackError& error) {
    return error;
  }
};

std::vector<std::string> tables_of(const launcher::PostgresEndpoint& postgres) {
  pqxx::connection connection(postgres.connection_string());
  pqxx::work transaction(connection);
  std::vector<std::string> names;
  for (const auto& row : transaction.exec(
           "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")) {
    names.push_back(row[0].c_str());
  }
  return names;
}

TEST_F(StackTest, PartsServeWhenStartReturnsAndAreGoneWhenStopReturns) {
  Stack stack = Stack::start(options());
  const Endpoints endpoints = stack.endpoints();
  EXPECT_THAT(tables_of(*endpoints.postgres),
              IsSupersetOf({"users", "widgets", "sessions", "audit_logs", "schema_migrations"}));
  EXPECT_TRUE(is_listening(endpoints.redis->port));
  EXPECT_TRUE(is_listening(endpoints.core->port));
  EXPECT_TRUE(std::filesystem::exists(stack.folder()));

  stack.stop();

  EXPECT_FALSE(is_listening(endpoints.postgres->port));
  EXPECT_FALSE(is_listening(endpoints.redis->port));
  EXPECT_FALSE(is_listening(endpoints.core->port));
  EXPECT_FALSE(std::filesystem::exists(runtime_folder()));
  EXPECT_TRUE(processes().empty());
}

TEST_F(StackTest, NothingIsLeftWhenTheStackIsDestroyed) {
  {
    const Stack stack = Stack::start(options({"redis"}));
    EXPECT_FALSE(processes().empty());
  }
  EXPECT_TRUE(processes().empty());
  EXPECT_FALSE(std::filesystem::exists(runtime_folder()));
}

TEST_F(StackTest, OnlyThePartsAskedForAreStarted) {
  std::vector<std::string> ready;
  const Stack stack = Stack::start(options({"redis"}), [&](const PartProgress& progress) {
    if (progress.state == PartProgress::State::Ready) {
      ready.push_back(progress.part);
    }
  });
  EXPECT_THAT(ready, ElementsAre("redis"));
  EXPECT_FALSE(stack.endpoints().postgres);
  EXPECT_FALSE(stack.endpoints().core);
}

TEST_F(StackTest, TwoStacksRunSideBySideWhenPortsAreFree) {
  const Stack one = Stack::start(options({"redis", "core"}));
  Stack two = Stack::start(options({"redis", "core"}));
  EXPECT_NE(one.endpoints().core->port, two.endpoints().core->port);
  EXPECT_NE(one.folder(), two.folder());

  two.stop();

  EXPECT_TRUE(is_listening(one.endpoints().core->port));
  EXPECT_TRUE(is_listening(one.endpoints().redis->port));
}

TEST_F(StackTest, StartFailsWithTheLogWhenAPartDies) {
  auto wanted = options({"core"});
  wanted.core_binary = write_core("for line in $(seq 60); do echo \"line $line\"; done; exit 7");
  const StackError failure = failure_of(wanted);
  EXPECT_EQ(failure.exit_code(), launcher::kExitInvalid);
  EXPECT_STREQ(failure.what(), "core exited with status 7 before it was ready");
  ASSERT_EQ(failure.log().size(), 50U);
  EXPECT_EQ(failure.log().front(), "line 11");
  EXPECT_EQ(failure.log().back(), "line 60");
}

TEST_F(StackTest, StartFailsWithinASecondWhenAPartDiesAtOnce) {
  auto wanted = options();
  wanted.core_binary = "/bin/false";
  std::chrono::steady_clock::time_point started;
  std::chrono::steady_clock::time_point failed;
  try {
    Stack::start(wanted, [&](const PartProgress& progress) {
      if (progress.part == "core") {
        started = std::chrono::steady_clock::now();
      }
    });
    FAIL() << "the stack started";
  } catch (const StackError& error) {
    failed = std::chrono::steady_clock::now();
    EXPECT_STREQ(error.what(), "core exited with status 1 before it was ready");
  }
  EXPECT_LT(failed - started, std::chrono::seconds(1));
}

TEST_F(StackTest, StartFailsWhenAPartIsNotReadyInTime) {
  auto wanted = options({"core"});
  wanted.core_binary = write_core("echo thinking; exec sleep 1000");
  wanted.start_timeout = std::chrono::seconds(1);
  const StackError failure = failure_of(wanted);
  EXPECT_THAT(failure.what(), HasSubstr("core was not ready within 1 s"));
  EXPECT_THAT(failure.log(), ElementsAre("thinking"));
}

TEST_F(StackTest, StartFailsWhenTheCoreAnnouncesNonsense) {
  auto wanted = options({"core"});
  wanted.core_binary = write_core("echo 'READY {\"iiop_port\":'; exec sleep 1000");
  EXPECT_THAT(failure_of(wanted).what(), HasSubstr("READY line"));
}

TEST_F(StackTest, StartFailsWhenTheCoreAnnouncesItselfButTakesNoCall) {
  auto wanted = options({"core"});
  wanted.core_binary = write_core(
      "echo 'READY {\"iiop_port\":1,\"metrics_port\":1,"
      "\"reference\":\"corbaloc:iiop:1.2@127.0.0.1:1/OrbCore\"}'; exec sleep 1000");
  wanted.start_timeout = std::chrono::seconds(2);
  EXPECT_THAT(failure_of(wanted).what(), HasSubstr("core was not ready within 2 s"));
}

TEST_F(StackTest, StartIsCalledOffWhenItsTokenIsStopped) {
  std::stop_source source;
  const auto stop_at_first_word = [&](const PartProgress&) { source.request_stop(); };
  EXPECT_THROW(Stack::start(options(), stop_at_first_word, source.get_token()),
               launcher::StackInterrupted);
  EXPECT_TRUE(processes().empty());
}

TEST_F(StackTest, WaitTellsOfALostPart) {
  std::vector<std::string> lost;
  std::stop_source source;
  Stack stack = Stack::start(options({"redis", "core"}), [&](const PartProgress& progress) {
    if (progress.state == PartProgress::State::Lost) {
      lost.push_back(progress.part + " " + progress.detail);
      source.request_stop();
    }
  });
  kill(stack.endpoints().core->pid, SIGKILL);
  EXPECT_EQ(stack.wait(source.get_token()), launcher::StackEnd::Requested);
  EXPECT_THAT(lost, ElementsAre("core was killed by signal 9 (Killed)"));
}

TEST_F(StackTest, ForeignFoldersInTheRuntimeFolderStay) {
  const auto foreign = runtime_folder() / "somebody";
  std::filesystem::create_directories(foreign / "work");
  std::filesystem::permissions(runtime_folder(), std::filesystem::perms(0711));
  Stack::start(options({"redis"})).stop();
  EXPECT_TRUE(std::filesystem::exists(foreign / "work"));
  auto same_name = options({"redis"});
  same_name.name = "somebody";
  EXPECT_THAT(failure_of(same_name).what(), HasSubstr("File exists"));
  EXPECT_TRUE(std::filesystem::exists(foreign / "work"));
  std::filesystem::remove_all(runtime_folder());
}

TEST_F(StackTest, UnknownPartIsRefusedByName) {
  const StackError failure = failure_of(options({"redis", "gatewy"}));
  EXPECT_EQ(failure.exit_code(), launcher::kExitUsage);
  EXPECT_STREQ(failure.what(),
               "there is no part called 'gatewy': take of postgres, redis, core, "
               "display, security, widget_core, gateway");
}

TEST_F(StackTest, MissingCoreIsRefusedByPath) {
  auto wanted = options({"core"});
  wanted.core_binary = folder() / "nowhere";
  EXPECT_THAT(failure_of(wanted).what(), HasSubstr((folder() / "nowhere").string()));
}

}  // namespace
}  // namespace orbbench::tests
