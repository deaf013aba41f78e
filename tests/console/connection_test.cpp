#include "console/connection.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "core_process.hpp"
#include "frozen_process.hpp"
#include "orbbench/widget_bridge/synchronous_worker.hpp"
#include "orbbench/widget_bridge/thread_worker.hpp"
#include "queued_ui_thread.hpp"

namespace orbbench::console {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using tests::CoreProcess;
using Clock = std::chrono::steady_clock;

class ConnectionTest : public testing::Test {
 protected:
  ConnectionTest() {
    connection_.observe([this] { states_.push_back(connection_.state()); });
  }

  orb_client::OrbRuntime runtime_;
  widget_bridge::SynchronousWorker worker_;
  LogBook log_;
  Connection connection_{runtime_, worker_, log_};
  std::vector<ConnectionState> states_;
};

TEST_F(ConnectionTest, ConnectsToACoreThatAnswers) {
  const CoreProcess core;
  connection_.connect({.core = core.address(), .metrics = ""});
  EXPECT_THAT(states_, ElementsAre(ConnectionState::Connecting, ConnectionState::Connected));
  ASSERT_NE(connection_.session(), nullptr);
  EXPECT_EQ(connection_.session()->address().core, core.address());
}

TEST_F(ConnectionTest, SaysWhyItCannotConnect) {
  connection_.connect({.core = "127.0.0.1:1", .metrics = ""});
  EXPECT_EQ(connection_.state(), ConnectionState::Disconnected);
  EXPECT_THAT(connection_.trouble(), HasSubstr("127.0.0.1:1"));
  EXPECT_EQ(connection_.session(), nullptr);
  connection_.connect({.core = "no such address", .metrics = ""});
  EXPECT_THAT(connection_.trouble(), HasSubstr("no such address"));
  EXPECT_EQ(log_.after(0).back().text, "disconnected: " + connection_.trouble());
}

TEST_F(ConnectionTest, ACoreThatDiesIsLostAndFoundAgain) {
  const std::uint16_t port = tests::free_port();
  auto core = std::make_optional<CoreProcess>(CoreProcess::Settings{.iiop_port = port});
  connection_.connect({.core = core->address(), .metrics = ""});
  core->kill();
  connection_.probe();
  EXPECT_EQ(connection_.state(), ConnectionState::Lost);
  EXPECT_THAT(connection_.trouble(), testing::Not(IsEmpty()));
  EXPECT_NE(connection_.session(), nullptr);
  core.emplace(CoreProcess::Settings{.iiop_port = port});
  const auto limit = Clock::now() + 20s;  // the breaker waits before it tries again
  while (connection_.state() == ConnectionState::Lost && Clock::now() < limit) {
    connection_.probe();
  }
  EXPECT_EQ(connection_.state(), ConnectionState::Connected);
  EXPECT_EQ(connection_.trouble(), "");
}

TEST_F(ConnectionTest, TheLogIsToldOfALostCoreOnce) {
  CoreProcess core;
  connection_.connect({.core = core.address(), .metrics = ""});
  core.kill();
  connection_.probe();
  const std::size_t lines = log_.after(0).size();
  for (int probe = 0; probe < 20; ++probe) {
    connection_.probe();
  }
  EXPECT_EQ(log_.after(0).size(), lines);
}

TEST_F(ConnectionTest, DisconnectLeavesTheCore) {
  const CoreProcess core;
  connection_.connect({.core = core.address(), .metrics = ""});
  connection_.disconnect();
  EXPECT_EQ(connection_.state(), ConnectionState::Disconnected);
  EXPECT_EQ(connection_.session(), nullptr);
  connection_.probe();
  EXPECT_EQ(connection_.state(), ConnectionState::Disconnected);
}

/// With the worker that the console has.
class BusyConnectionTest : public testing::Test {
 protected:
  orb_client::OrbRuntime runtime_;
  widget_bridge::QueuedUiThread ui_;
  widget_bridge::ThreadWorker worker_{ui_, [](const std::string&) {}};
  LogBook log_;
  Connection connection_{runtime_, worker_, log_};
};

TEST_F(BusyConnectionTest, AFrozenCoreIsGivenUpWithinTheCallLimit) {
  const CoreProcess core;
  const tests::FrozenProcess frozen(core.pid());
  const auto begin = Clock::now();
  connection_.connect({.core = core.address(), .metrics = ""});
  EXPECT_LT(Clock::now() - begin, 500ms) << "it returns at once";
  EXPECT_EQ(connection_.state(), ConnectionState::Connecting);
  ui_.run_one();
  EXPECT_EQ(connection_.state(), ConnectionState::Disconnected);
  EXPECT_LT(Clock::now() - begin, kCallLimit + 2s);
}

TEST_F(BusyConnectionTest, AddressesThatNobodyWantsAnyMoreAreNotWaitedFor) {
  const CoreProcess sick;
  const CoreProcess well;
  const tests::FrozenProcess frozen(sick.pid());
  for (int click = 0; click < 10; ++click) {
    connection_.connect({.core = sick.address(), .metrics = ""});
  }
  const auto begin = Clock::now();
  connection_.connect({.core = well.address(), .metrics = ""});
  while (connection_.state() == ConnectionState::Connecting) {
    ui_.run_one();
  }
  EXPECT_EQ(connection_.state(), ConnectionState::Connected);
  EXPECT_LT(Clock::now() - begin, 2 * kCallLimit + 1s) << "one was under way, nine were dropped";
}

TEST_F(BusyConnectionTest, ManyClicksAreNoMoreThanTheLastOne) {
  const CoreProcess core;
  const tests::FrozenProcess frozen(core.pid());
  for (int click = 0; click < 400; ++click) {
    EXPECT_NO_THROW(connection_.connect({.core = core.address(), .metrics = ""}));
    EXPECT_NO_THROW(connection_.disconnect());
  }
}

TEST(CoreSessionTest, NoCallBeginsWhileTheConsoleEnds) {
  EXPECT_FALSE(CoreSession::deadline().expired());
  {
    const CoreSession::Ending ending;
    EXPECT_TRUE(CoreSession::deadline().expired());
  }
  EXPECT_FALSE(CoreSession::deadline().expired());
}

}  // namespace
}  // namespace orbbench::console
