#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <thread>

#include "core_fixture.hpp"
#include "frozen_process.hpp"
#include "orbbench/orb_client/call_counts.hpp"
#include "orbbench/orb_client/core_client.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using namespace orb_client;
using Clock = std::chrono::steady_clock;

/// Two cores; the first one is preferred, and comes and goes.
class ClientFailoverTest : public testing::Test {
 protected:
  void SetUp() override {
    first_.emplace(CoreProcess::Settings{.iiop_port = first_port_});
    second_.emplace();
  }
  void TearDown() override {
    client_.reset();
    if (first_) {
      first_->stop();
    }
    second_->stop();
  }

  void make_client(std::chrono::milliseconds cool_down) {
    client_ = std::make_unique<CoreClient>(
        runtime_,
        CoreClientOptions{
            .endpoints = {Endpoint::parse(first_->address()), Endpoint::parse(second_->address())},
            .pool = {.lanes = 2},
            .breaker = {.cool_down = cool_down}},
        &counts_);
  }

  static Deadline soon() { return Deadline::after(20s); }

  pid_t served_by(Deadline deadline) {
    return client_->call({.name = "read_process"}, deadline, [](CoreLane& lane, Deadline by) {
      return lane.read_process(by).process_id;
    });
  }

  OrbRuntime runtime_;
  const std::uint16_t first_port_ = free_port();
  std::optional<CoreProcess> first_;
  std::optional<CoreProcess> second_;
  CallCounts counts_;
  std::unique_ptr<CoreClient> client_;
};

TEST_F(ClientFailoverTest, OR11_PrefersTheFirstEndpoint) {
  make_client(1h);
  EXPECT_EQ(served_by(soon()), first_->pid());
  EXPECT_EQ(counts_.read("read_process").failovers, 0U);
}

TEST_F(ClientFailoverTest, OR11_ServesTheCallAtTheSecondWithinItsDeadlineWhenTheFirstIsDead) {
  make_client(1h);
  EXPECT_EQ(served_by(soon()), first_->pid());
  first_->kill();
  EXPECT_EQ(served_by(Deadline::after(5s)), second_->pid());
  EXPECT_EQ(counts_.read("read_process").failovers, 1U);
  EXPECT_EQ(counts_.read("read_process").calls_with(Outcome::Success), 2U);
}

// It takes connections, and answers nothing.
TEST_F(ClientFailoverTest, OR11_LeavesTimeForTheSecondWhenTheFirstIsFrozen) {
  make_client(1h);
  const FrozenProcess frozen(first_->pid());
  const auto start = Clock::now();
  const Deadline deadline = Deadline::after(2s);
  EXPECT_EQ(served_by(deadline), second_->pid());
  EXPECT_FALSE(deadline.expired());
  EXPECT_GE(Clock::now() - start, 1s) << "the first endpoint's half";
}

TEST_F(ClientFailoverTest, OR11_SkipsTheFirstAtNoCostOnceItsBreakerIsOpen) {
  make_client(1h);
  first_->kill();
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(served_by(soon()), second_->pid());
  }
  EXPECT_EQ(client_->breakers().at(0).state, BreakerState::Open);
  EXPECT_EQ(counts_.read("read_process").failovers, 5U);
  EXPECT_EQ(served_by(soon()), second_->pid());
  EXPECT_EQ(counts_.read("read_process").failovers, 5U);
}

TEST_F(ClientFailoverTest, OR11_GoesBackToTheFirstWhenItHeals) {
  make_client(20ms);
  first_->kill();
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(served_by(soon()), second_->pid());
  }
  first_.emplace(CoreProcess::Settings{.iiop_port = first_port_});
  const Deadline end = soon();
  while (served_by(soon()) != first_->pid()) {
    ASSERT_FALSE(end.expired());
    std::this_thread::yield();
  }
  EXPECT_EQ(served_by(soon()), first_->pid());
  EXPECT_EQ(client_->breakers().at(0).state, BreakerState::Closed);
}

TEST_F(ClientFailoverTest, OR11_NeverServesACallTwiceWhenTheFirstDiesInIt) {
  make_client(1h);
  client_->warm_up(soon());
  ConnectionPool witness(runtime_, Endpoint::parse(first_->address()), {.lanes = 1});
  Lease watch = witness.lease(soon());
  const auto live_at_rest = watch->read_process(soon()).live_objects;
  std::jthread killer([&] {
    while (watch->read_process(soon()).live_objects <= live_at_rest) {
      std::this_thread::yield();
    }
    first_->kill();
  });
  const auto error = error_of<UnreachableError>([&] {
    client_->call({.name = "hold"}, soon(),
                  [](CoreLane& lane, Deadline by) { lane.hold(60s, by); });
  });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->facts().completion, Completion::Maybe);
  EXPECT_EQ(counts_.read("hold").failovers, 0U);
}

TEST_F(ClientFailoverTest, ReportsTheLastEndpointsErrorWhenAllAreDown) {
  make_client(1h);
  const std::string second = second_->address();
  first_->kill();
  second_->kill();
  const auto error = error_of<UnreachableError>([&] { served_by(soon()); });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->facts().endpoint, second);
  EXPECT_EQ(error->facts().completion, Completion::No);
  EXPECT_EQ(counts_.read("read_process").retries, 5U) << "three attempts at two endpoints";
}

TEST_F(ClientFailoverTest, WarmsUpEveryEndpointThatIsThere) {
  make_client(1h);
  first_->kill();
  EXPECT_EQ(client_->warm_up(soon()), 2U);
  EXPECT_EQ(client_->pools().at(0).pool.idle, 0U);
  EXPECT_EQ(client_->pools().at(1).pool.idle, 2U);
}

}  // namespace
}  // namespace orbbench::tests
