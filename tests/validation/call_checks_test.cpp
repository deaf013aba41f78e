#include <gmock/gmock.h>
#include <unistd.h>

#include <optional>
#include <semaphore>
#include <thread>

#include "check_fixture.hpp"
#include "checks/calls/call_laws.hpp"
#include "checks/calls/fault_mixture.hpp"
#include "faults/fault_proxy.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using bench::CheckResult;
using bench::Verdict;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class CallChecksTest : public CheckFixture {
 protected:
  static faults::Fault fault_on_replies(faults::FaultKind kind) {
    faults::Fault fault;
    fault.name = to_string(kind);
    fault.kind = kind;
    fault.match.type = faults::MessageType::Reply;
    fault.match.operation = "execute";
    fault.match.probability = 0.1;
    return fault;
  }
};

// A client that takes a lost reply for a call that never ran.
void execute_until_told_otherwise(orb_client::CoreClient& client, const std::string& token,
                                  orb_client::Deadline deadline) {
  try {
    bench::execute_once(client, token, deadline);
  } catch (const orb_client::CallError& error) {
    if (error.facts().completion != orb_client::Completion::Maybe) {
      throw;
    }
    bench::execute_once(client, token, orb_client::Deadline::after(5s));
  }
}

TEST_F(CallChecksTest, OfTwentyThousandCallsUnderAllFaultsEachRanAsItsCallerWasTold) {
  const auto start = std::chrono::steady_clock::now();
  const CheckResult result = bench::check_call_completion(context_);
  EXPECT_EQ(result.verdict, Verdict::Pass) << result.summary;
  EXPECT_THAT(result.evidence, IsEmpty());
  EXPECT_EQ(result.figures.front().name, "calls");
  EXPECT_EQ(result.figures.front().value, 20000);
  EXPECT_LT(std::chrono::steady_clock::now() - start, 60s);
}

TEST_F(CallChecksTest, AClientThatRepeatsACallThatMayHaveRunIsCaught) {
  bench::CallLawSettings settings;
  settings.calls = 300;
  settings.faults = {fault_on_replies(faults::FaultKind::Reset)};
  settings.execute = execute_until_told_otherwise;
  const auto seen = bench::observe_calls(context_, settings);
  EXPECT_THAT(bench::find_broken_laws(seen),
              Contains(HasSubstr("executed 2 times, and its call returned")));

  settings.execute = bench::execute_once;
  EXPECT_THAT(bench::find_broken_laws(bench::observe_calls(context_, settings)), IsEmpty());
}

TEST_F(CallChecksTest, APeerThatDeniesACallThatItRanIsCaught) {
  bench::CallLawSettings settings;
  settings.calls = 300;
  settings.faults = {fault_on_replies(faults::FaultKind::CloseConnection)};
  const auto seen = bench::observe_calls(context_, settings);
  EXPECT_THAT(bench::find_broken_laws(seen), Contains(HasSubstr("COMPLETED_NO")));
}

TEST_F(CallChecksTest, AClientThatLeavesADescriptorOrAThreadIsCaught) {
  std::vector<Descriptor> kept;
  std::jthread thread;
  bench::CallLawSettings settings;
  settings.calls = 1;
  settings.execute = [&](auto& client, const auto& token, auto deadline) {
    kept.emplace_back(dup(STDERR_FILENO));
    thread = std::jthread([](const std::stop_token& stop) {
      std::binary_semaphore ended(0);
      const std::stop_callback on_stop(stop, [&ended] { ended.release(); });
      ended.acquire();
    });
    bench::execute_once(client, token, deadline);
  };
  EXPECT_THAT(
      bench::find_broken_laws(bench::observe_calls(context_, settings)),
      ElementsAre("the client left 1 descriptors open", "the client left 1 threads running"));
}

TEST_F(CallChecksTest, ARunWhoseFaultsHadNoEffectIsInvalid) {
  context_.settings.law_calls = 3;
  const CheckResult result = bench::check_call_completion(context_);
  EXPECT_EQ(result.verdict, Verdict::Invalid);
  EXPECT_THAT(result.summary, HasSubstr("had no effect"));
}

TEST_F(CallChecksTest, AllTokensAreForgottenAfterwards) {
  bench::CallLawSettings settings;
  settings.calls = 10;
  const auto seen = bench::observe_calls(context_, settings);
  ASSERT_EQ(seen.calls.size(), 10U);
  for (const bench::AuditedCall& call : seen.calls) {
    EXPECT_EQ(call.executions, 1U);
    EXPECT_EQ(control().executions(call.token, soon()), 0U);
  }
}

TEST_F(CallChecksTest, OnewaysArriveInTheOrderOfTheirLane) {
  const CheckResult result = bench::check_oneway_order(context_);
  EXPECT_EQ(result.verdict, Verdict::Pass) << result.summary;
  EXPECT_THAT(result.evidence, IsEmpty());
}

TEST_F(CallChecksTest, ALongCallOutlivesIdleLanes) {
  const CheckResult result = bench::check_long_call(context_);
  EXPECT_EQ(result.verdict, Verdict::Pass) << result.summary;
  EXPECT_THAT(result.evidence, IsEmpty());
}

enum class AfterCrash { ComesBack, StaysAway };

/// A core of this test's, killed and started again at its port.
class KilledCore : public bench::DisposableCore {
 public:
  explicit KilledCore(AfterCrash after) : after_(after) { start(); }

  orb_client::Endpoint endpoint() const override {
    return orb_client::Endpoint::parse(core_->address());
  }

  void restart() override {
    core_->kill();
    core_.reset();
    if (after_ == AfterCrash::ComesBack) {
      start();
    }
  }

 private:
  void start() { core_.emplace(CoreProcess::Settings{.iiop_port = port_}); }

  const AfterCrash after_;
  const std::uint16_t port_ = free_port();
  std::optional<CoreProcess> core_;
};

TEST_F(CallChecksTest, FirstCallsAfterACrashReturn) {
  context_.start_core = [] { return std::make_unique<KilledCore>(AfterCrash::ComesBack); };
  const CheckResult result = bench::check_restart(context_);
  EXPECT_EQ(result.verdict, Verdict::Pass) << result.summary;
  EXPECT_THAT(result.evidence, IsEmpty());
}

TEST_F(CallChecksTest, ACoreThatDoesNotComeBackFailsTheRule) {
  context_.start_core = [] { return std::make_unique<KilledCore>(AfterCrash::StaysAway); };
  const CheckResult result = bench::check_restart(context_);
  EXPECT_EQ(result.verdict, Verdict::Fail);
  EXPECT_THAT(result.evidence, Contains(HasSubstr("restart 1, call 1 after it")));
}

TEST_F(CallChecksTest, WithoutACoreToEndTheRuleOfRestartsIsInconclusive) {
  const CheckResult result = bench::check_restart(context_);
  EXPECT_EQ(result.verdict, Verdict::Inconclusive);
  EXPECT_THAT(result.summary, HasSubstr("--core-binary"));
}

}  // namespace
}  // namespace orbbench::tests
