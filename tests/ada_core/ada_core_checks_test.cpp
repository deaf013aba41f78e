// The bench's checks on the core in Ada: what they find there does not depend on whose core it is.
#include <gmock/gmock.h>

#include "check_fixture.hpp"

namespace orbbench::tests {
namespace {

using bench::Verdict;
using orb_client::FaultKind;

constexpr std::size_t kCallsUnderFaults = 500;

class AdaCoreChecksTest : public CheckFixture {
 protected:
  AdaCoreChecksTest() : CheckFixture({.program = ADA_CORE}) {}

  void expect_pass(bench::CheckResult (*check)(bench::CheckContext&)) {
    const bench::CheckResult result = check(context_);
    EXPECT_EQ(result.verdict, Verdict::Pass) << result.summary;
    EXPECT_THAT(result.evidence, testing::IsEmpty());
  }
};

TEST_F(AdaCoreChecksTest, ItsLedgerIsSound) {
  expect_pass(bench::check_core_reachable);
  expect_pass(bench::check_ledger_bookkeeping);
  expect_pass(bench::check_ledger_coverage);
  expect_pass(bench::check_zeroization_count);
}

TEST_F(AdaCoreChecksTest, OnewaysKeepTheOrderOfTheirLane) {
  expect_pass(bench::check_oneway_order);
}

TEST_F(AdaCoreChecksTest, PoolLawsHold) {
  expect_pass(bench::check_pool_laws);
}

TEST_F(AdaCoreChecksTest, CallersAreToldWhatWasExecutedUnderFaults) {
  context_.settings.law_calls = kCallsUnderFaults;
  const bench::CheckResult result = bench::check_call_completion(context_);
  // So few calls may not meet each fault: then it is not valid, which is no breach.
  EXPECT_NE(result.verdict, Verdict::Fail) << testing::PrintToString(result.evidence);
  EXPECT_NO_THROW(control().ping(soon()));
}

TEST_F(AdaCoreChecksTest, CoverageFindsEachFaultAtEverySite) {
  for (const FaultKind kind : {FaultKind::Leak, FaultKind::CountTwice,
                               FaultKind::CountWithoutFreeing, FaultKind::FreeWithoutCounting}) {
    for (const auto& [site, expectation] : context_.expectations.sites()) {
      control().inject_fault(kind, site, soon());
    }
    const bench::CheckResult result = bench::check_ledger_coverage(context_);
    EXPECT_EQ(result.verdict, Verdict::Fail) << to_string(kind);
    for (const auto& [site, expectation] : context_.expectations.sites()) {
      EXPECT_TRUE(names_site(result.evidence, site)) << to_string(kind) << " at " << site;
    }
    control().clear_faults(soon());
  }
}

TEST_F(AdaCoreChecksTest, ZeroizationFindsASkippedWipeAndOnlyThat) {
  control().inject_fault(FaultKind::SkipZeroization, "session_token", soon());
  const bench::CheckResult result = bench::check_zeroization_count(context_);
  EXPECT_EQ(result.verdict, Verdict::Fail);
  EXPECT_TRUE(names_site(result.evidence, "session_token"));
  EXPECT_FALSE(names_site(result.evidence, "refresh_token"));
}

}  // namespace
}  // namespace orbbench::tests
