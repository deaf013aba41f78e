#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "ledger_page.hpp"
#include "orbbench/metrics/ledger.hpp"

namespace orbbench::metrics {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

Ledger ledger_of(const std::string& page) {
  return read_ledger(parse_exposition(page));
}

std::string refusal_of(const std::string& page) {
  try {
    ledger_of(page);
  } catch (const LedgerError& error) {
    return error.what();
  }
  return "taken";
}

TEST(LedgerReaderTest, ReadsEveryFigure) {
  const Ledger ledger = ledger_of(balanced_page());
  EXPECT_EQ(ledger.deallocations, 18U);
  EXPECT_EQ(ledger.critical_deallocations, 3U);
  EXPECT_EQ(ledger.zeroizations, 7U);
  EXPECT_EQ(ledger.zeroized_octets, 352U);
  EXPECT_EQ(ledger.requests, 42U);
  EXPECT_EQ(ledger.process_start_time, 1700000000.25);
  ASSERT_THAT(ledger.sites, SizeIs(4));
  const SiteAccount& key = ledger.sites.at("session.key");
  EXPECT_EQ(key.priority, Priority::Critical);
  EXPECT_EQ(key.allocations, 5U);
  EXPECT_EQ(key.deallocations, 3U);
  EXPECT_EQ(key.zeroizations, 3U);
  EXPECT_EQ(key.zeroized_octets, 96U);
  EXPECT_EQ(key.live_objects, 2);
  EXPECT_EQ(ledger.sites.at("acl").priority, Priority::High);
  EXPECT_EQ(ledger.sites.at("reply").priority, Priority::Medium);
  EXPECT_EQ(ledger.sites.at("type_code").priority, Priority::Low);
}

TEST(LedgerReaderTest, TakesWhateverServiceTheCoreCallsItself) {
  EXPECT_EQ(ledger_of(page_with("service=\"orb-core\"} 18", "service=\"other\"} 18")).deallocations,
            18U);
}

TEST(LedgerReaderTest, TakesLiveObjectsBelowZero) {
  const Ledger ledger =
      ledger_of(page_with("live_objects{site=\"acl\"} 0", "live_objects{site=\"acl\"} -3"));
  EXPECT_EQ(ledger.sites.at("acl").live_objects, -3);
}

TEST(LedgerReaderTest, TakesCountsInScientificNotation) {
  EXPECT_EQ(
      ledger_of(page_with("service=\"orb-core\"} 18", "service=\"orb-core\"} 1.8e1")).deallocations,
      18U);
}

class LedgerReaderMissingSeriesTest : public ::testing::TestWithParam<std::string> {};

TEST_P(LedgerReaderMissingSeriesTest, NamesTheSeries) {
  EXPECT_EQ(refusal_of(page_without(GetParam())), "the metrics page has no series " + GetParam());
}

INSTANTIATE_TEST_SUITE_P(
    Contract, LedgerReaderMissingSeriesTest,
    ::testing::Values("polyorb_memory_deallocations_total", "polyorb_memory_zeroizations_total",
                      "polyorb_zeroized_bytes_total", "polyorb_deallocation_site_total",
                      "polyorb_allocation_site_total",
                      "polyorb_deallocation_site_zeroizations_total",
                      "polyorb_deallocation_site_zeroized_bytes_total", "polyorb_live_objects",
                      "polyorb_orb_requests_total", "process_start_time_seconds"));

TEST(LedgerReaderTest, RefusesAPageWithoutTheCriticalDeallocations) {
  EXPECT_THAT(refusal_of(page_without("critical=\"true\"")),
              HasSubstr("no series polyorb_memory_deallocations_total with critical=\"true\""));
}

TEST(LedgerReaderTest, RefusesAPageWithoutTheTotalOfDeallocations) {
  EXPECT_THAT(refusal_of(page_without("orb-core\"} 18")), HasSubstr("stands before the total"));
}

TEST(LedgerReaderTest, RefusesCriticalDeallocationsBeforeTheTotal) {
  const std::string total = "polyorb_memory_deallocations_total{service=\"orb-core\"} 18\n";
  const std::string critical =
      "polyorb_memory_deallocations_total{service=\"orb-core\",critical=\"true\"} 3\n";
  EXPECT_THAT(
      refusal_of(page_with(total + critical, critical + total)),
      HasSubstr("polyorb_memory_deallocations_total{critical=\"true\",service=\"orb-core\"} "
                "stands before the total"));
}

struct OddSeries {
  std::string name;
  std::string text;
  std::string replacement;
  std::string problem;
};

std::ostream& operator<<(std::ostream& out, const OddSeries& parameter) {
  return out << parameter.name;
}

class LedgerReaderOddSeriesTest : public ::testing::TestWithParam<OddSeries> {};

TEST_P(LedgerReaderOddSeriesTest, NamesTheSeriesAndTheProblem) {
  const OddSeries& odd = GetParam();
  EXPECT_THAT(refusal_of(page_with(odd.text, odd.replacement)), HasSubstr(odd.problem));
}

INSTANTIATE_TEST_SUITE_P(
    Pages, LedgerReaderOddSeriesTest,
    ::testing::Values(
        OddSeries{
            "Fraction", "acl\",priority=\"high\"} 4", "acl\",priority=\"high\"} 4.5",
            "polyorb_deallocation_site_total{priority=\"high\",site=\"acl\"} is 4.5, which is "
            "no count"},
        OddSeries{"Negative", "orb-core\"} 18", "orb-core\"} -18", "is -18, which is no count"},
        OddSeries{"NotANumber", "orb-core\"} 7", "orb-core\"} NaN", "is nan, which is no count"},
        OddSeries{"Infinite", "orb-core\"} 352", "orb-core\"} +Inf", "is inf, which is no count"},
        OddSeries{"BeyondExactIntegers", "orb-core\"} 18", "orb-core\"} 9.1e15", "is no count"},
        OddSeries{"LiveObjectsInHalves", "live_objects{site=\"acl\"} 0",
                  "live_objects{site=\"acl\"} 0.5", "polyorb_live_objects{site=\"acl\"} is 0.5"},
        OddSeries{"UnknownPriority", "priority=\"low\"", "priority=\"lowest\"",
                  "has a priority other than critical, high, medium or low"},
        OddSeries{"NoPriority", ",priority=\"low\"", "", "lacks the label priority"},
        OddSeries{"NoSite", "live_objects{site=\"acl\"}", "live_objects", "lacks the label site"},
        OddSeries{"NoService", "{service=\"orb-core\"} 18", " 18", "lacks the label service"},
        OddSeries{
            "AnotherPriority",
            "allocation_site_total{site=\"acl\",priority=\"high\"} 4\n"
            "polyorb_allocation_site_total{site=\"reply\"",
            "allocation_site_total{site=\"acl\",priority=\"low\"} 4\n"
            "polyorb_allocation_site_total{site=\"reply\"",
            "polyorb_allocation_site_total{priority=\"low\",site=\"acl\"} has another priority"},
        OddSeries{
            "SiteTwice", "polyorb_live_objects{site=\"acl\"} 0",
            "polyorb_live_objects{site=\"acl\"} 0\npolyorb_live_objects{site=\"acl\",x=\"\"} 0",
            "names its site a second time"},
        OddSeries{"UnknownSite", "polyorb_live_objects{site=\"acl\"}",
                  "polyorb_live_objects{site=\"acls\"}", "is of a site that"},
        OddSeries{"SiteMissing", "polyorb_live_objects{site=\"acl\"} 0\n", "",
                  "has no series polyorb_live_objects{site=\"acl\"}"},
        OddSeries{"SiteMissingAmongAllocations",
                  "polyorb_allocation_site_total{site=\"acl\",priority=\"high\"} 4\n", "",
                  "has no series polyorb_allocation_site_total{site=\"acl\"}"},
        OddSeries{"CriticalFalse", "critical=\"true\"", "critical=\"false\"",
                  "has a label critical other than \"true\""},
        OddSeries{"SecondTotal", "orb-core\"} 18\n",
                  "orb-core\"} 18\npolyorb_memory_deallocations_total{service=\"x\"} 1\n",
                  "gives its figure a second time"},
        OddSeries{"TwoZeroizationTotals", "orb-core\"} 7\n",
                  "orb-core\"} 7\npolyorb_memory_zeroizations_total{service=\"x\"} 1\n",
                  "expected one series polyorb_memory_zeroizations_total"},
        OddSeries{"StartTimeZero", "1700000000.25", "0", "process_start_time_seconds is no time"},
        OddSeries{"StartTimeInfinite", "1700000000.25", "Inf", "is no time"}),
    [](const auto& odd) { return odd.param.name; });

TEST(LedgerReaderTest, KeepsItsComplaintInOneLineWhateverTheSiteIsCalled) {
  const std::string refusal = refusal_of(page_with("site=\"acl\"", "site=\"a\\nb\\\"\""));
  EXPECT_NE(refusal, "taken");
  EXPECT_EQ(refusal.find('\n'), std::string::npos) << refusal;
}

}  // namespace
}  // namespace orbbench::metrics
