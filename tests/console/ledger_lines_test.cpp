#include "console/ledger_lines.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "made_ledger.hpp"

namespace orbbench::tests {
namespace {

using console::BrokenRule;
using console::LedgerLine;
using console::site_lines;
using console::total_lines;
using metrics::Priority;
using testing::HasSubstr;
using testing::SizeIs;

const metrics::Ledger kLedger = made_ledger({{"key", made_site(Priority::Critical, 9, 4)},
                                             {"name", made_site(Priority::Low, 20, 10)},
                                             {"secret", made_site(Priority::Critical, 3, 3)}});

TEST(LedgerLinesTest, SitesCountFromTheMark) {
  const auto mark = made_ledger(
      {{"key", made_site(Priority::Critical, 5, 4)}, {"name", made_site(Priority::Low, 20, 4)}});
  const auto lines = site_lines(kLedger, &mark, {});
  ASSERT_THAT(lines, SizeIs(3));
  EXPECT_EQ(lines[0].name, "key");
  EXPECT_EQ(lines[0].priority, "critical");
  EXPECT_EQ(lines[0].now, (LedgerLine::Figures{9, 4, 4, 64, 5}));
  EXPECT_EQ(lines[0].since, (LedgerLine::Figures{4, 0, 0, 0, 4}));
  EXPECT_EQ(lines[1].since, (LedgerLine::Figures{0, 6, 0, 0, -6}));
  EXPECT_EQ(lines[2].since, (LedgerLine::Figures{3, 3, 3, 48, 0})) << "new since the mark";
  EXPECT_EQ(lines[0].words, "balanced");
}

TEST(LedgerLinesTest, AMarkOfAnotherProcessIsNone) {
  const auto mark = made_ledger({{"key", made_site(Priority::Critical, 5, 4)}}, 99);
  EXPECT_EQ(site_lines(kLedger, &mark, {})[0].since, std::nullopt);
  EXPECT_EQ(total_lines(kLedger, &mark, {})[0].since, std::nullopt);
}

TEST(LedgerLinesTest, ABrokenRuleIsToldInWordsAtItsSite) {
  const std::vector<BrokenRule> broken{
      {.what = {"key", "zeroisations = deallocations", "3, 4"}, .looks = 1, .now = true},
      {.what = {"name", "live", "1, 2"}, .looks = 1, .now = false}};
  const auto lines = site_lines(kLedger, nullptr, broken);
  EXPECT_TRUE(lines[0].broken);
  EXPECT_EQ(lines[0].words, "UNBALANCED: zeroisations = deallocations: 3, 4");
  EXPECT_THAT(lines[1].words, HasSubstr("was unbalanced: live"));
  EXPECT_FALSE(lines[2].broken);
}

TEST(LedgerLinesTest, TotalsAreSumsByPriority) {
  const std::vector<BrokenRule> broken{{.what = {"key", "rule", "1, 2"}, .now = true},
                                       {.what = {"", "total", "1, 2"}, .now = true}};
  const auto mark = made_ledger({{"key", made_site(Priority::Critical, 5, 4)}});
  const auto lines = total_lines(kLedger, &mark, broken);
  ASSERT_THAT(lines, SizeIs(5));
  EXPECT_EQ(lines[0].name, "critical");
  EXPECT_EQ(lines[0].priority, "2 sites");
  EXPECT_EQ(lines[0].now, (LedgerLine::Figures{12, 7, 7, 112, 5}));
  EXPECT_EQ(lines[0].since, (LedgerLine::Figures{7, 3, 3, 48, 4}));
  EXPECT_EQ(lines[0].words, "1 broken");
  EXPECT_EQ(lines[1].words, "balanced");
  EXPECT_EQ(lines[4].name, "all");
  EXPECT_EQ(lines[4].now.allocations, 32);
  EXPECT_EQ(lines[4].words, "2 broken");
}

TEST(LedgerLinesTest, TheChartHasALineForEachPriority) {
  console::LedgerHistory history;
  history.add(3, kLedger);
  const console::Chart chart = live_chart(history);
  ASSERT_THAT(chart.lines, SizeIs(4));
  EXPECT_EQ(chart.lines[0].name, "critical");
  ASSERT_THAT(chart.lines[0].points, SizeIs(1));
  EXPECT_EQ(chart.lines[0].points[0].x, 3);
  EXPECT_EQ(chart.lines[0].points[0].y, 5);
  EXPECT_EQ(chart.lines[3].points[0].y, 10);
}

}  // namespace
}  // namespace orbbench::tests
