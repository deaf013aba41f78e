// The witness on real cores: sound ones, ones that leave secrets behind, and ones that it cannot
// look at.

#include <gmock/gmock.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <future>

#include "check_fixture.hpp"
#include "checks/runner.hpp"
#include "checks/witness/observation.hpp"
#include "tracing.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using bench::CheckResult;
using bench::Verdict;
using orb_client::FaultKind;
using testing::AllOf;
using testing::AnyOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

constexpr const char* kSite = "credential_secret";

class WitnessChecksTest : public CheckFixture {
 protected:
  void SetUp() override {
    if (const std::string reason = why_tracing_is_forbidden(); !reason.empty()) {
      GTEST_SKIP() << reason;
    }
    context_.settings.witness.transport = bench::TransportCopies::Forbidden;
    context_.settings.witness.looks_after = {0ms, 100ms};
  }

  CheckResult object() { return bench::check_witness_object(context_); }

  std::vector<std::string> left_out() {
    std::vector<bench::Check> checks = bench::select_checks({"witness"});
    std::vector<std::string> reasons;
    for (const bench::NotRun& one : bench::leave_out_impossible(checks, context_)) {
      reasons.push_back(one.name + ": " + one.reason);
    }
    return reasons;
  }
};

TEST_F(WitnessChecksTest, ASoundCorePassesAllOfThemStrictly) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "a sanitizer's allocator stands between the core and the wiping of its blocks";
#endif
  for (const auto check : {bench::check_witness_object, bench::check_witness_transport,
                           bench::check_witness_exposure}) {
    const CheckResult result = check(context_);
    EXPECT_EQ(result.verdict, Verdict::Pass) << result.summary;
    EXPECT_THAT(result.evidence, IsEmpty());
  }
  EXPECT_EQ(context_.witnessed->paths.size(), 6U);
}

TEST_F(WitnessChecksTest, ASkippedWipeIsFoundInTheHeap) {
  control().inject_fault(FaultKind::SkipZeroization, kSite, soon());
  const CheckResult result = object();
  EXPECT_EQ(result.verdict, Verdict::Fail) << result.summary;
  EXPECT_THAT(
      result.evidence,
      Contains(AllOf(StartsWith("credential_secret: first release"), HasSubstr("32 octets raw"),
                     AnyOf(HasSubstr("main heap"), HasSubstr("malloc arena"),
                           // a sanitizer's heap is none of glibc's
                           HasSubstr("anonymous")))));
}

// The ledger has only the core's word.
TEST_F(WitnessChecksTest, APretendedWipeIsFoundWhereTheLedgerIsSatisfied) {
  control().inject_fault(FaultKind::PretendZeroization, kSite, soon());
  for (const auto check : {bench::check_ledger_bookkeeping, bench::check_ledger_coverage,
                           bench::check_zeroization_count}) {
    const CheckResult ledger = check(context_);
    EXPECT_EQ(ledger.verdict, Verdict::Pass) << ledger.summary;
  }
  const CheckResult result = object();
  EXPECT_EQ(result.verdict, Verdict::Fail) << result.summary;
  EXPECT_TRUE(names_site(result.evidence, kSite));
  const CheckResult exposure = bench::check_witness_exposure(context_);
  EXPECT_EQ(exposure.verdict, Verdict::Fail);
  ASSERT_EQ(exposure.tables.size(), 1U);
  EXPECT_THAT(exposure.tables[0].rows,
              Contains(AllOf(Contains("first release"), Contains("100"), Contains("32"))));
}

TEST_F(WitnessChecksTest, IsInvalidWhenItLooksAtAnotherProcess) {
  const CoreProcess other;
  context_.settings.witness.process = other.pid();
  const CheckResult result = object();
  EXPECT_EQ(result.verdict, Verdict::Invalid);
  EXPECT_THAT(result.summary, AllOf(HasSubstr("the secret that the core held was not found"),
                                    HasSubstr("is it the right process")));
}

TEST_F(WitnessChecksTest, IsInconclusiveWhenThereIsNoSuchProcess) {
  context_.settings.witness.process = 4194303;
  const CheckResult result = object();
  EXPECT_EQ(result.verdict, Verdict::Inconclusive);
  EXPECT_THAT(result.summary, HasSubstr("there is no process 4194303"));
}

TEST_F(WitnessChecksTest, IsInconclusiveWhenTheCoreMayNotStandForLongEnough) {
  context_.settings.witness.most_stopped = 1ms;
  const CheckResult result = object();
  EXPECT_EQ(result.verdict, Verdict::Inconclusive) << result.summary;
  EXPECT_THAT(result.summary, HasSubstr("--max-stop"));
}

TEST_F(WitnessChecksTest, ReadsDumpsInsteadOfTheProcess) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "a sanitizer reserves more memory than gcore writes";
#endif
  if (std::system("command -v gcore > /dev/null") != 0) {
    GTEST_SKIP() << "gcore is not installed (package gdb)";
  }
  control().inject_fault(FaultKind::PretendZeroization, kSite, soon());
  context_.settings.witness.dump_with = "gcore -o $DUMP_FILE $CORE_PID";
  const CheckResult result = object();
  EXPECT_EQ(result.verdict, Verdict::Fail) << result.summary;
  EXPECT_TRUE(names_site(result.evidence, kSite));
}

/// A core that another tracer holds, and lets run.
class HeldCoreTest : public WitnessChecksTest {
 protected:
  void SetUp() override {
    WitnessChecksTest::SetUp();
    ASSERT_EQ(ptrace(PTRACE_SEIZE, core_.pid(), nullptr, nullptr), 0);
  }
  // Only a thread that has stopped can be let go.
  void TearDown() override {
    ptrace(PTRACE_INTERRUPT, core_.pid(), nullptr, nullptr);
    waitpid(core_.pid(), nullptr, __WALL);
    ptrace(PTRACE_DETACH, core_.pid(), nullptr, nullptr);
  }
};

TEST_F(HeldCoreTest, IsInconclusiveWithTheRemedyWhenItWasAskedFor) {
  EXPECT_THAT(left_out(), IsEmpty());
  const CheckResult result = object();
  EXPECT_EQ(result.verdict, Verdict::Inconclusive);
  EXPECT_THAT(result.summary,
              AllOf(HasSubstr("held by another tracer"), HasSubstr("end that debugger first")));
}

TEST_F(HeldCoreTest, IsLeftOutWithTheRemedyWhereNobodyAskedForIt) {
  context_.settings.witness.transport = bench::TransportCopies::Reported;
  const auto reasons = left_out();
  ASSERT_EQ(reasons.size(), 3U);
  for (const std::string& reason : reasons) {
    EXPECT_THAT(reason, AllOf(StartsWith("witness."), HasSubstr("end that debugger first")));
  }
}

TEST_F(WitnessChecksTest, IsNotLeftOutWhereItCanLook) {
  context_.settings.witness.transport = bench::TransportCopies::Reported;
  EXPECT_THAT(left_out(), IsEmpty());
}

}  // namespace
}  // namespace orbbench::tests
