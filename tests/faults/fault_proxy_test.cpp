#include "faults/fault_proxy.hpp"

#include <gmock/gmock.h>

#include "core_process.hpp"
#include "orbbench/orb_client/connection_pool.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "orbbench/orb_client/orb_runtime.hpp"
#include "running_proxy.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using namespace orb_client;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using Clock = std::chrono::steady_clock;

Deadline soon() {
  return Deadline::after(20s);
}

/// A lane through a proxy to a core of the test's own. Faults are armed when the lane is up.
class FaultProxyTest : public testing::Test {
 protected:
  FaultProxyTest()
      : proxy_(core_.address()),
        pool_(runtime_, Endpoint::parse(proxy_.address()), {.lanes = 1, .waiters = 0}),
        direct_(runtime_, Endpoint::parse(core_.address()), {.lanes = 1, .waiters = 0}),
        lane_(pool_.lease(soon())) {}

  void arm(const std::string& fault) { proxy_.arm(fault); }

  void expect_effect() {
    const auto counts = proxy_.faults();
    ASSERT_THAT(counts, SizeIs(1));
    EXPECT_GT(counts[0].hits, 0U);
    EXPECT_GT(counts[0].effects, 0U);
    EXPECT_THAT(proxy_.log(), HasSubstr("\"name\":\"" + counts[0].fault.name + "\",\"effect\":"));
  }

  std::uint32_t executions() { return direct_.lease(soon())->executions("t", soon()); }

  template <class Error>
  Completion completion_of_execute(Deadline deadline) {
    try {
      lane_->execute("t", deadline);
    } catch (const Error& error) {
      return error.facts().completion;
    } catch (const std::exception& error) {
      ADD_FAILURE() << "another error: " << error.what();
      return Completion::Yes;
    }
    ADD_FAILURE() << "no error";
    return Completion::Yes;
  }

  OrbRuntime runtime_;
  CoreProcess core_;
  RunningProxy proxy_;
  ConnectionPool pool_;
  ConnectionPool direct_;
  Lease lane_;
};

TEST_F(FaultProxyTest, ChangesNothingWithoutAFault) {
  const Octets octets(3UL << 20, 0x5a);
  EXPECT_EQ(lane_->echo_octets(octets, soon()), octets);
  EXPECT_EQ(lane_->execute("t", soon()), 1U);
  EXPECT_THAT(proxy_.log(), IsEmpty());
}

TEST_F(FaultProxyTest, DelaysACall) {
  arm(R"({"fault": "delay", "delay_ms": 80, "jitter_ms": 10,
          "match": {"operation": "execute", "type": "reply"}})");
  const auto start = Clock::now();
  EXPECT_EQ(lane_->execute("t", soon()), 1U);
  EXPECT_GE(Clock::now() - start, 80ms);
  expect_effect();
}

TEST_F(FaultProxyTest, LeavesACallWhoseReplyIsDroppedMaybeExecuted) {
  arm(R"({"fault": "drop", "match": {"operation": "execute"}})");
  EXPECT_EQ(completion_of_execute<TimeoutError>(Deadline::after(300ms)), Completion::Maybe);
  EXPECT_EQ(executions(), 1U);
  expect_effect();
}

TEST_F(FaultProxyTest, WithholdsARequestFromTheCore) {
  arm(R"({"fault": "withhold", "match": {"operation": "execute", "type": "request"}})");
  EXPECT_EQ(completion_of_execute<TimeoutError>(Deadline::after(300ms)), Completion::Maybe);
  EXPECT_EQ(executions(), 0U);
  expect_effect();
}

TEST_F(FaultProxyTest, CutsAReply) {
  arm(R"({"fault": "cut", "after_octets": 10, "match": {"operation": "execute", "type": "reply"}})");
  EXPECT_EQ(completion_of_execute<UnreachableError>(soon()), Completion::Maybe);
  EXPECT_EQ(executions(), 1U);
  expect_effect();
}

TEST_F(FaultProxyTest, ResetsARequest) {
  arm(R"({"fault": "reset", "match": {"operation": "execute", "type": "request"}})");
  EXPECT_EQ(completion_of_execute<UnreachableError>(soon()), Completion::Maybe);
  EXPECT_EQ(executions(), 0U);
  expect_effect();
}

TEST_F(FaultProxyTest, ThrottlesAReply) {
  arm(R"({"fault": "throttle", "octets_per_second": 100000, "match": {"type": "reply"}})");
  const auto start = Clock::now();
  EXPECT_THAT(lane_->echo_octets(Octets(20'000), soon()), SizeIs(20'000));
  EXPECT_GE(Clock::now() - start, 200ms);
  expect_effect();
}

TEST_F(FaultProxyTest, SlicesWithoutHarm) {
  arm(R"({"fault": "slice", "piece_octets": 1})");
  EXPECT_EQ(lane_->execute("t", soon()), 1U);
  expect_effect();
}

TEST_F(FaultProxyTest, FlipsAnOctetOfAReply) {
  arm(R"({"fault": "flip", "part": "header", "offset": 0,
          "match": {"operation": "execute", "type": "reply"}})");
  EXPECT_THROW(lane_->execute("t", Deadline::after(2s)), CallError);
  EXPECT_EQ(executions(), 1U);
  expect_effect();
}

TEST_F(FaultProxyTest, ClosesTheConnectionInMidCall) {
  arm(R"({"fault": "close_connection", "match": {"operation": "execute", "type": "request"}})");
  EXPECT_THROW(lane_->execute("t", Deadline::after(2s)), CallError);
  EXPECT_EQ(executions(), 0U);
  expect_effect();
}

TEST_F(FaultProxyTest, DuplicatesAReply) {
  arm(R"({"fault": "duplicate", "match": {"operation": "execute"}})");
  EXPECT_EQ(lane_->execute("t", soon()), 1U);
  EXPECT_EQ(executions(), 1U);
  expect_effect();
}

TEST_F(FaultProxyTest, TellsOfAFaultWithoutEffect) {
  arm(R"({"name": "idle", "fault": "drop", "match": {"operation": "no_such"}})");
  lane_->ping(soon());
  EXPECT_THAT(faults::without_effect(proxy_.faults()),
              testing::ElementsAre(HasSubstr("(idle) had no effect: 0 messages fitted")));
}

}  // namespace
}  // namespace orbbench::tests
