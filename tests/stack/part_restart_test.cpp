// Parts that are killed and started again within their stack.
#include <gmock/gmock.h>

#include <csignal>
#include <pqxx/pqxx>

#include "orbbench/launcher/named_stack.hpp"
#include "stack_fixture.hpp"

namespace orbbench::tests {
namespace {

using launcher::Stack;
using launcher::StackError;
using ::testing::HasSubstr;

class PartRestartTest : public StackFixture {
 protected:
  static std::string refusal_of(const std::function<void()>& order) try {
    order();
    return {};
  } catch (const StackError& error) {
    return error.what();
  }
};

TEST_F(PartRestartTest, CoreAndRedisComeBackOnTheirPorts) {
  Stack stack = Stack::start(options({"redis", "core"}));
  const launcher::Endpoints before = stack.endpoints();

  stack.kill_part("core");
  stack.kill_part("redis");
  EXPECT_FALSE(is_listening(before.core->port));
  EXPECT_FALSE(is_listening(before.redis->port));
  stack.start_part("core");
  stack.start_part("redis");

  const launcher::Endpoints after = stack.endpoints();
  EXPECT_EQ(after.core->port, before.core->port);
  EXPECT_EQ(after.core->metrics_port, before.core->metrics_port);
  EXPECT_NE(after.core->pid, before.core->pid);
  EXPECT_EQ(after.redis->port, before.redis->port);
  EXPECT_TRUE(is_listening(before.core->port));
  EXPECT_TRUE(is_listening(before.redis->port));
}

TEST_F(PartRestartTest, PostgresComesBackWithWhatItHadAcknowledged) {
  Stack stack = Stack::start(options({"postgres"}));
  const std::string address = stack.endpoints().postgres->connection_string();
  for (int round = 1; round <= 3; ++round) {
    {
      pqxx::connection connection(address);
      pqxx::work work(connection);
      work.exec("CREATE TABLE IF NOT EXISTS kept (round integer)");
      work.exec_params("INSERT INTO kept VALUES ($1)", round);
      work.commit();
      stack.kill_part("postgres");
    }
    stack.start_part("postgres");
    pqxx::connection connection(address);
    EXPECT_EQ(pqxx::nontransaction(connection).exec1("SELECT count(*) FROM kept")[0].as<int>(),
              round);
  }
}

TEST_F(PartRestartTest, StackIsDegradedWhileAPartIsLostAndUpAgainAfterwards) {
  auto wanted = options({"redis"});
  wanted.name = "watched";
  Stack stack = Stack::start(wanted);
  const auto state = [this] {
    return launcher::StackDirectory(runtime_folder()).find("watched").value().state;
  };
  EXPECT_EQ(state(), "up");
  stack.kill_part("redis");
  EXPECT_EQ(state(), "degraded");
  stack.kill_part("redis");  // nothing to do
  stack.start_part("redis");
  EXPECT_EQ(state(), "up");
}

TEST_F(PartRestartTest, PartThatDiedByItselfIsStartedAgain) {
  Stack stack = Stack::start(options({"core"}));
  kill(stack.endpoints().core->pid, SIGKILL);
  stack.kill_part("core");  // returns when its end has been seen
  stack.start_part("core");
  EXPECT_TRUE(is_listening(stack.endpoints().core->port));
}

TEST_F(PartRestartTest, OrdersThatCannotBeAreRefusedAndTheStackStaysUp) {
  Stack stack = Stack::start(options({"redis"}));
  EXPECT_THAT(refusal_of([&] { stack.kill_part("radis"); }), HasSubstr("no part called 'radis'"));
  EXPECT_THAT(refusal_of([&] { stack.start_part("redis"); }), HasSubstr("redis is running"));
  EXPECT_TRUE(is_listening(stack.endpoints().redis->port));
}

TEST_F(PartRestartTest, PartThatDoesNotComeBackIsRefusedWithItsLogAndMayBeTriedAgain) {
  const auto folder_of_switch = folder() / "broken";
  // Where the parts' user may enter, which the build's folder need not be.
  const auto core = folder() / "core";
  std::filesystem::copy_file(ORBBENCH_CORE, core);
  auto wanted = options({"core", "redis"});
  wanted.core_binary = write_core("[ -e " + folder_of_switch.string() +
                                  " ] && { echo 'no room for objects'; exit 9; }; exec " +
                                  core.string() + " \"$@\"");
  Stack stack = Stack::start(wanted);
  stack.kill_part("core");
  std::filesystem::create_directory(folder_of_switch);
  try {
    stack.start_part("core");
    FAIL() << "it came back";
  } catch (const StackError& error) {
    EXPECT_STREQ(error.what(), "core exited with status 9 before it was ready");
    ASSERT_FALSE(error.log().empty());
    EXPECT_EQ(error.log().back(), "no room for objects");
  }
  EXPECT_TRUE(is_listening(stack.endpoints().redis->port));
  std::filesystem::remove(folder_of_switch);
  stack.start_part("core");
  EXPECT_TRUE(is_listening(stack.endpoints().core->port));
}

TEST_F(PartRestartTest, DisplayComesBackUnderItsNumberAndLeavesNoFileBehind) {
  Stack stack = Stack::start(options({"display"}));
  const launcher::DisplayEndpoint before = *stack.endpoints().display;
  const std::filesystem::path socket = "/tmp/.X11-unix/X" + before.display.substr(1);
  EXPECT_FALSE(std::filesystem::exists(socket));
  stack.kill_part("display");
  stack.start_part("display");
  EXPECT_EQ(stack.endpoints().display->display, before.display);
  EXPECT_EQ(stack.endpoints().display->authority, before.authority);
  EXPECT_FALSE(std::filesystem::exists(socket));
}

}  // namespace
}  // namespace orbbench::tests
