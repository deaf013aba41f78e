#include "console/ledger_history.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "made_ledger.hpp"

namespace orbbench::tests {
namespace {

using console::BrokenRule;
using console::LedgerHistory;
using metrics::Priority;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(LedgerHistoryTest, ABalancedLedgerBreaksNoRule) {
  LedgerHistory history;
  history.add(1, made_ledger({{"key", made_site(Priority::Critical, 5, 3)}}));
  history.add(2, made_ledger({{"key", made_site(Priority::Critical, 6, 3)}}));
  EXPECT_THAT(history.broken(), IsEmpty());
  EXPECT_EQ(history.looks(), 2U);
  ASSERT_THAT(history.live(), SizeIs(2));
  EXPECT_THAT(history.live().back().live, ElementsAre(3, 0, 0, 0));
  EXPECT_EQ(history.live().back().seconds, 2);
}

TEST(LedgerHistoryTest, ARuleThatHoldsAgainStaysListed) {
  auto unbalanced = made_ledger({{"key", made_site(Priority::Low, 5, 3)}});
  unbalanced.sites["key"].live_objects = 7;
  LedgerHistory history;
  history.add(1, unbalanced);
  history.add(2, unbalanced);
  ASSERT_THAT(history.broken(), SizeIs(1));
  EXPECT_TRUE(history.broken().front().now);
  history.add(3, made_ledger({{"key", made_site(Priority::Low, 5, 3)}}));
  ASSERT_THAT(history.broken(), SizeIs(1));
  const BrokenRule& rule = history.broken().front();
  EXPECT_FALSE(rule.now);
  EXPECT_EQ(rule.what.site, "key");
  EXPECT_EQ(rule.first_seconds, 1);
  EXPECT_EQ(rule.last_seconds, 2);
  EXPECT_EQ(rule.looks, 2U);
}

TEST(LedgerHistoryTest, ACounterThatGoesBackBreaksARule) {
  LedgerHistory history;
  history.add(1, made_ledger({{"key", made_site(Priority::Low, 5, 5)}}));
  history.add(2, made_ledger({{"key", made_site(Priority::Low, 4, 4)}}));
  EXPECT_THAT(history.broken(), testing::Not(IsEmpty()));
}

TEST(LedgerHistoryTest, AnotherProcessBeginsAnew) {
  LedgerHistory history;
  history.add(1, made_ledger({{"key", made_site(Priority::Low, 5, 5)}}, 100));
  history.add(2, made_ledger({{"key", made_site(Priority::Low, 1, 0)}}, 200));
  EXPECT_THAT(history.broken(), IsEmpty());
  EXPECT_EQ(history.restarts(), 1U);
}

TEST(LedgerHistoryTest, KeepsTheLatestPointsAndCountsWhatItLeavesOut) {
  LedgerHistory history;
  std::map<std::string, metrics::SiteAccount> sites;
  for (std::size_t number = 0; number < LedgerHistory::kMostRules + 5; ++number) {
    auto site = made_site(Priority::Low, 1, 0);
    site.live_objects = 9;
    sites["site " + std::to_string(number)] = site;
  }
  history.add(0, made_ledger(sites));
  EXPECT_THAT(history.broken(), SizeIs(LedgerHistory::kMostRules));
  EXPECT_EQ(history.rules_left_out(), 5U);
  const auto calm = made_ledger({{"key", made_site(Priority::Low, 1, 0)}}, 7);
  for (std::size_t look = 0; look < LedgerHistory::kMostPoints + 3; ++look) {
    history.add(static_cast<double>(look), calm);
  }
  EXPECT_THAT(history.live(), SizeIs(LedgerHistory::kMostPoints));
  EXPECT_EQ(history.live().back().seconds, LedgerHistory::kMostPoints + 2);
}

}  // namespace
}  // namespace orbbench::tests
