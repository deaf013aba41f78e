#include <gtest/gtest.h>

#include <chrono>

#include "core_fixture.hpp"
#include "scripted_core_fixture.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using namespace orb_client;
using Clock = std::chrono::steady_clock;

/// What the core counted is held against the rule, not what the client says.
class ClientRetryTest : public ScriptedCoreFixture {
 protected:
  void SetUp() override { client_ = make_client({.breaker = {.consecutive_failures = 100}}); }
  void TearDown() override {
    client_.reset();
    ScriptedCoreFixture::TearDown();
  }

  template <class Error>
  std::uint32_t executions_until(const OperationPolicy& operation, const std::string& token) {
    EXPECT_TRUE(error_of<Error>([&] { execute(*client_, operation, token, soon()); })) << token;
    return executions(token);
  }

  const OperationPolicy once_{.name = "execute"};
  const OperationPolicy repeatable_{.name = "execute_repeatable",
                                    .repeatability = Repeatability::Repeatable};
  std::unique_ptr<CoreClient> client_;
};

TEST_F(ClientRetryTest, RE06_MakesThreeAttemptsOfACallThatDidNotRun) {
  const auto start = Clock::now();
  EXPECT_EQ(executions_until<UnreachableError>(once_, "TRANSIENT_no/a"), 3U);
  EXPECT_GE(Clock::now() - start, 30ms) << "10 and 20 ms of delay at the least";
  EXPECT_EQ(executions_until<UnreachableError>(repeatable_, "COMM_FAILURE_no/b"), 3U);
  EXPECT_EQ(counts_.read("execute").retries, 2U);
  EXPECT_EQ(counts_.read("execute").calls_with(Outcome::Unreachable), 1U);
}

TEST_F(ClientRetryTest, RE06_StopsAtTheFirstSuccess) {
  EXPECT_EQ(execute(*client_, once_, "TRANSIENT_no*1/a", soon()), 2U);
  EXPECT_EQ(execute(*client_, once_, "TRANSIENT_no*2/b", soon()), 3U);
  EXPECT_EQ(execute(*client_, once_, "c", soon()), 1U);
  EXPECT_EQ(counts_.read("execute").retries, 3U);
  EXPECT_EQ(counts_.read("execute").calls_with(Outcome::Success), 3U);
}

TEST_F(ClientRetryTest, RE06_MakesOneAttemptOfACallWithAnUnknownOutcome) {
  EXPECT_EQ(executions_until<UnreachableError>(once_, "TRANSIENT_maybe/a"), 1U);
  EXPECT_EQ(executions_until<UnreachableError>(once_, "COMM_FAILURE_maybe/b"), 1U);
  EXPECT_EQ(counts_.read("execute").retries, 0U);
}

TEST_F(ClientRetryTest, RE06_RepeatsAnUnknownOutcomeOfARepeatableOperation) {
  EXPECT_EQ(executions_until<UnreachableError>(repeatable_, "COMM_FAILURE_maybe/a"), 3U);
}

TEST_F(ClientRetryTest, RE06_MakesOneAttemptOfACallThatRan) {
  EXPECT_EQ(executions_until<UnreachableError>(once_, "TRANSIENT_yes/a"), 1U);
  EXPECT_EQ(executions_until<UnreachableError>(repeatable_, "TRANSIENT_yes/b"), 1U);
}

TEST_F(ClientRetryTest, RE06_MakesOneAttemptWhenTheCoreAnswersWithAnErrorOfItsOwn) {
  EXPECT_EQ(executions_until<RemoteError>(repeatable_, "BAD_PARAM_no/a"), 1U);
  EXPECT_EQ(executions_until<RemoteError>(repeatable_, "INTERNAL_no/b"), 1U);
}

TEST_F(ClientRetryTest, RE06_MakesNoAttemptThatTheDeadlineHasNoRoomFor) {
  const auto client = make_client({.retry = {.first_delay = 10s, .longest_delay = 10s}});
  const Deadline deadline = Deadline::after(2s);
  EXPECT_TRUE(
      error_of<UnreachableError>([&] { execute(*client, once_, "TRANSIENT_no/a", deadline); }));
  EXPECT_FALSE(deadline.expired()) << "waiting would have been in vain";
  EXPECT_EQ(executions("TRANSIENT_no/a"), 1U);
}

TEST_F(ClientRetryTest, CallsNothingAfterTheDeadline) {
  const auto error =
      error_of<TimeoutError>([&] { execute(*client_, once_, "a", Deadline::after(0ms)); });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->facts().operation, "execute");
  EXPECT_EQ(error->facts().completion, Completion::No);
  EXPECT_EQ(executions("a"), 0U);
}

TEST_F(ClientRetryTest, PassesOnWhatTheCallersOwnCodeThrows) {
  struct Own {};
  EXPECT_THROW(client_->call(once_, soon(), [](CoreLane&, Deadline) { throw Own(); }), Own);
  EXPECT_EQ(counts_.read("execute").calls_with(Outcome::CallerError), 1U);
  EXPECT_EQ(counts_.read("execute").retries, 0U);
}

/// The same against the reference core, for what the scripted one cannot do.
class SlowCallTest : public CoreFixture {
 protected:
  void SetUp() override {
    client_ = std::make_unique<CoreClient>(
        runtime_,
        CoreClientOptions{.endpoints = {Endpoint::parse(core_.reference())},
                          .pool = {.lanes = 1, .waiters = 0}},
        &counts_);
  }

  void hold(const OperationPolicy& operation, Deadline deadline) {
    client_->call(operation, deadline, [](CoreLane& lane, Deadline by) { lane.hold(500ms, by); });
  }

  CallCounts counts_;
  std::unique_ptr<CoreClient> client_;
};

TEST_F(SlowCallTest, RE06_NeverRepeatsACallThatUsedUpItsDeadline) {
  const OperationPolicy repeatable{.name = "hold", .repeatability = Repeatability::Repeatable};
  const auto error = error_of<TimeoutError>([&] { hold(repeatable, Deadline::after(30ms)); });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->facts().completion, Completion::Maybe);
  EXPECT_EQ(counts_.read("hold").retries, 0U);
}

TEST_F(SlowCallTest, RE06_RepeatsATryThatTookTooLongOnlyIfItIsRepeatable) {
  OperationPolicy operation{.name = "hold", .attempt_limit = 30ms};
  EXPECT_TRUE(error_of<TimeoutError>([&] { hold(operation, soon()); }));
  EXPECT_EQ(counts_.read("hold").retries, 0U);
  operation.repeatability = Repeatability::Repeatable;
  EXPECT_TRUE(error_of<TimeoutError>([&] { hold(operation, soon()); }));
  EXPECT_EQ(counts_.read("hold").retries, 2U);
}

TEST_F(SlowCallTest, ReplacesTheLaneThatACallWasLostOn) {
  EXPECT_TRUE(error_of<TimeoutError>([&] { hold({.name = "hold"}, Deadline::after(30ms)); }));
  EXPECT_EQ(client_->pools().at(0).pool.idle, 0U);
  client_->call({.name = "ping"}, soon(), [](CoreLane& lane, Deadline by) { lane.ping(by); });
  EXPECT_EQ(client_->pools().at(0).pool.idle, 1U);
  EXPECT_EQ(client_->pools().at(0).pool.leased, 0U);
}

}  // namespace
}  // namespace orbbench::tests
