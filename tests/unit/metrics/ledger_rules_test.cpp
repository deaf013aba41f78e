#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include "ledger_page.hpp"
#include "orbbench/metrics/ledger.hpp"

namespace orbbench::metrics {

// NOLINTNEXTLINE(readability-identifier-naming): GoogleTest looks for this name
void PrintTo(const Imbalance& imbalance, std::ostream* out) {
  *out << imbalance.site << " | " << imbalance.rule << " | " << imbalance.figures;
}

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Ledger balanced_ledger() {
  return read_ledger(parse_exposition(balanced_page()));
}

Ledger changed(const std::function<void(Ledger&)>& change) {
  Ledger ledger = balanced_ledger();
  change(ledger);
  return ledger;
}

constexpr const char* kObjectRule = "allocations - deallocations = live objects";
constexpr const char* kWipeRule = "zeroizations = deallocations at critical and high sites";

TEST(LedgerRulesTest, FindNothingInABalancedLedger) {
  EXPECT_THAT(find_imbalances(balanced_ledger()), IsEmpty());
  EXPECT_THAT(find_imbalances(Ledger{}), IsEmpty());
}

// What each injectable fault of a core leaves in its books.

TEST(LedgerRulesTest, NameTheSiteThatCountedWithoutFreeing) {
  const Ledger ledger = changed([](Ledger& books) {
    books.sites["reply"].allocations = 5;
    books.sites["reply"].live_objects = 1;
  });
  EXPECT_THAT(find_imbalances(ledger),
              ElementsAre(Imbalance{"reply", kObjectRule,
                                    "allocations 5 - deallocations 5 = 0, live objects 1"}));
}

TEST(LedgerRulesTest, NameTheSiteThatFreedWithoutCounting) {
  const Ledger ledger = changed([](Ledger& books) { books.sites["type_code"].live_objects = 0; });
  EXPECT_THAT(find_imbalances(ledger),
              ElementsAre(Imbalance{"type_code", kObjectRule,
                                    "allocations 7 - deallocations 6 = 1, live objects 0"}));
}

TEST(LedgerRulesTest, NameTheSiteThatCountedTwice) {
  const Ledger ledger = changed([](Ledger& books) {
    books.sites["reply"].deallocations = 6;
    books.deallocations = 19;
  });
  EXPECT_THAT(find_imbalances(ledger),
              ElementsAre(Imbalance{"reply", kObjectRule,
                                    "allocations 5 - deallocations 6 = -1, live objects 0"}));
}

TEST(LedgerRulesTest, AcceptLiveObjectsBelowZeroWhereTheCountersSayTheSame) {
  const Ledger ledger = changed([](Ledger& books) {
    books.sites["reply"].allocations = 3;
    books.sites["reply"].live_objects = -2;
  });
  EXPECT_THAT(find_imbalances(ledger), IsEmpty());
}

TEST(LedgerRulesTest, NameTheCriticalOrHighSiteThatSkippedZeroization) {
  const Ledger ledger = changed([](Ledger& books) {
    books.sites["session.key"].zeroizations = 2;
    books.sites["acl"].zeroizations = 3;
    books.zeroizations = 5;
  });
  EXPECT_THAT(find_imbalances(ledger),
              ElementsAre(Imbalance{"acl", kWipeRule, "zeroizations 3, deallocations 4"},
                          Imbalance{"session.key", kWipeRule, "zeroizations 2, deallocations 3"}));
}

TEST(LedgerRulesTest, DoNotAskMediumAndLowSitesToZeroize) {
  const Ledger ledger = changed([](Ledger& books) {
    books.sites["reply"].zeroizations = 1;
    books.zeroizations = 8;
  });
  EXPECT_THAT(find_imbalances(ledger), IsEmpty());
}

struct TotalOff {
  std::string name;
  std::uint64_t Ledger::*total;
  Imbalance expected;
};

std::ostream& operator<<(std::ostream& out, const TotalOff& parameter) {
  return out << parameter.name;
}

class LedgerTotalsTest : public ::testing::TestWithParam<TotalOff> {};

TEST_P(LedgerTotalsTest, AreComparedWithTheSumOfTheSites) {
  const Ledger ledger = changed([](Ledger& books) { ++(books.*GetParam().total); });
  EXPECT_THAT(find_imbalances(ledger), ElementsAre(GetParam().expected));
}

INSTANTIATE_TEST_SUITE_P(
    Totals, LedgerTotalsTest,
    ::testing::Values(
        TotalOff{"Deallocations",
                 &Ledger::deallocations,
                 {"", "deallocations = sum of the sites", "deallocations 19, sum of the sites 18"}},
        TotalOff{"CriticalDeallocations",
                 &Ledger::critical_deallocations,
                 {"", "critical deallocations = sum of the critical sites",
                  "critical deallocations 4, sum of the critical sites 3"}},
        TotalOff{"Zeroizations",
                 &Ledger::zeroizations,
                 {"", "zeroizations = sum of the sites", "zeroizations 8, sum of the sites 7"}},
        TotalOff{"ZeroizedOctets",
                 &Ledger::zeroized_octets,
                 {"", "zeroized octets = sum of the sites",
                  "zeroized octets 353, sum of the sites 352"}}),
    [](const auto& total) { return total.param.name; });

TEST(LedgerRegressionsTest, AreNoneWhereCountersStandStillOrRise) {
  const Ledger later = changed([](Ledger& books) {
    ++books.sites["acl"].allocations;
    ++books.requests;
  });
  EXPECT_THAT(find_regressions(balanced_ledger(), balanced_ledger()), IsEmpty());
  EXPECT_THAT(find_regressions(balanced_ledger(), later), IsEmpty());
}

TEST(LedgerRegressionsTest, AreNoneForLiveObjectsThatFall) {
  const Ledger later = changed([](Ledger& books) { books.sites["session.key"].live_objects = 0; });
  EXPECT_THAT(find_regressions(balanced_ledger(), later), IsEmpty());
}

TEST(LedgerRegressionsTest, NameEveryCounterOfASiteThatWentBack) {
  const Ledger later = changed(
      [](Ledger& books) { books.sites["acl"] = SiteAccount{Priority::High, 3, 2, 1, 0, 0}; });
  EXPECT_THAT(
      find_regressions(balanced_ledger(), later),
      ElementsAre(
          Imbalance{"acl", "allocations never go back", "allocations 4, then 3"},
          Imbalance{"acl", "deallocations never go back", "deallocations 4, then 2"},
          Imbalance{"acl", "zeroizations never go back", "zeroizations 4, then 1"},
          Imbalance{"acl", "zeroized octets never go back", "zeroized octets 256, then 0"}));
}

TEST(LedgerRegressionsTest, NameEveryTotalThatWentBack) {
  const Ledger later = changed([](Ledger& books) {
    --books.deallocations;
    --books.critical_deallocations;
    --books.zeroizations;
    --books.zeroized_octets;
    --books.requests;
  });
  EXPECT_THAT(
      find_regressions(balanced_ledger(), later),
      ElementsAre(
          Imbalance{"", "deallocations never go back", "deallocations 18, then 17"},
          Imbalance{"", "critical deallocations never go back", "critical deallocations 3, then 2"},
          Imbalance{"", "zeroizations never go back", "zeroizations 7, then 6"},
          Imbalance{"", "zeroized octets never go back", "zeroized octets 352, then 351"},
          Imbalance{"", "requests never go back", "requests 42, then 41"}));
}

TEST(LedgerRegressionsTest, NameSitesThatCameWentOrChangedTheirPriority) {
  const Ledger later = changed([](Ledger& books) {
    books.sites.erase("acl");
    books.sites["new"] = {};
    books.sites["reply"].priority = Priority::Low;
  });
  EXPECT_THAT(
      find_regressions(balanced_ledger(), later),
      ElementsAre(Imbalance{"acl", "the sites stay the same", "present, then absent"},
                  Imbalance{"reply", "a site keeps its priority", "priority medium, then low"},
                  Imbalance{"new", "the sites stay the same", "absent, then present"}));
}

TEST(LedgerRulesTest, TellProcessesApartByTheirStart) {
  const Ledger later = changed([](Ledger& books) { ++books.requests; });
  const Ledger restarted = changed([](Ledger& books) { books.process_start_time += 0.01; });
  EXPECT_TRUE(same_process(balanced_ledger(), later));
  EXPECT_FALSE(same_process(balanced_ledger(), restarted));
}

}  // namespace
}  // namespace orbbench::metrics
