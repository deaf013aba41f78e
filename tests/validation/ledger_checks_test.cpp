#include <gmock/gmock.h>

#include <optional>
#include <thread>

#include "check_fixture.hpp"
#include "orbbench/metrics/ledger.hpp"

namespace orbbench::tests {
namespace {

using bench::Verdict;
using metrics::Priority;
using orb_client::FaultKind;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class LedgerChecksTest : public CheckFixture {
 protected:
  bool can_have(FaultKind kind, Priority priority) const {
    return kind != FaultKind::SkipZeroization || priority <= Priority::High;
  }

  /// The sites that were broken in this way.
  std::vector<std::string> inject_everywhere(FaultKind kind) {
    std::vector<std::string> sites;
    for (const auto& [site, expectation] : context_.expectations.sites()) {
      if (can_have(kind, expectation.priority)) {
        control().inject_fault(kind, site, soon());
        sites.push_back(site);
      }
    }
    return sites;
  }
};

TEST_F(LedgerChecksTest, ASoundCorePassesAllOfThem) {
  for (const auto check : {bench::check_core_reachable, bench::check_ledger_bookkeeping,
                           bench::check_ledger_coverage, bench::check_zeroization_count}) {
    const bench::CheckResult result = check(context_);
    EXPECT_EQ(result.verdict, Verdict::Pass) << result.summary;
    EXPECT_THAT(result.evidence, IsEmpty());
  }
}

TEST_F(LedgerChecksTest, CoverageFindsEachFaultAtEverySite) {
  for (const FaultKind kind : {FaultKind::Leak, FaultKind::CountTwice,
                               FaultKind::CountWithoutFreeing, FaultKind::FreeWithoutCounting}) {
    const auto sites = inject_everywhere(kind);
    ASSERT_EQ(sites.size(), 73U);
    const bench::CheckResult result = bench::check_ledger_coverage(context_);
    EXPECT_EQ(result.verdict, Verdict::Fail) << to_string(kind);
    for (const std::string& site : sites) {
      EXPECT_TRUE(names_site(result.evidence, site)) << to_string(kind) << " at " << site;
    }
    control().clear_faults(soon());
  }
}

TEST_F(LedgerChecksTest, TheLedgerTableShowsWhatTheScenarioMovedAtEachSite) {
  control().inject_fault(FaultKind::Leak, "session_token", soon());
  const bench::CheckResult result = bench::check_ledger_coverage(context_);
  ASSERT_EQ(result.tables.size(), 1U);
  const bench::Table& ledger = result.tables[0];
  EXPECT_THAT(ledger.columns, ElementsAre("site", "priority", "allocations", "deallocations",
                                          "zeroisations", "zeroised_octets", "live_objects"));
  ASSERT_EQ(ledger.rows.size(), 73U);
  EXPECT_THAT(ledger.rows,
              Contains(ElementsAre("session_token", "critical", "3", "0", "0", "0", "3")));
  EXPECT_THAT(ledger.rows,
              Contains(ElementsAre("acl_entry_list", "high", "3", "3", "3", "9", "0")));
}

TEST_F(LedgerChecksTest, ZeroizationFindsASkippedWipeAtEveryWipedSite) {
  const auto sites = inject_everywhere(FaultKind::SkipZeroization);
  ASSERT_EQ(sites.size(), 13U);
  const bench::CheckResult result = bench::check_zeroization_count(context_);
  EXPECT_EQ(result.verdict, Verdict::Fail);
  for (const std::string& site : sites) {
    EXPECT_TRUE(names_site(result.evidence, site)) << site;
  }
}

TEST_F(LedgerChecksTest, BookkeepingFindsWhatTheCountersContradict) {
  for (const FaultKind kind : {FaultKind::CountTwice, FaultKind::CountWithoutFreeing,
                               FaultKind::FreeWithoutCounting, FaultKind::SkipZeroization}) {
    control().inject_fault(kind, "encryption_key", soon());
    const bench::CheckResult result = bench::check_ledger_bookkeeping(context_);
    EXPECT_EQ(result.verdict, Verdict::Fail) << to_string(kind);
    EXPECT_TRUE(names_site(result.evidence, "encryption_key")) << to_string(kind);
    control().clear_faults(soon());
  }
}

TEST_F(LedgerChecksTest, CoverageIsInvalidWhileOthersCallTheCore) {
  std::jthread other([this](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      control().ping(soon());
    }
  });
  const bench::CheckResult result = bench::check_ledger_coverage(context_);
  EXPECT_EQ(result.verdict, Verdict::Invalid);
  EXPECT_THAT(result.summary, HasSubstr("others called the core"));
}

}  // namespace
}  // namespace orbbench::tests
