#include <gmock/gmock.h>

#include <algorithm>

#include "report/chart.hpp"
#include "report/html_elements.hpp"
#include "report/run_charts.hpp"
#include "report/run_reports.hpp"
#include "sample_runs.hpp"

namespace orbbench::tests {
namespace {

using bench::html_report;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr std::size_t kLargest = 3'000'000;

/// Without what the page brings along whatever is in it.
std::string body_of(const std::string& page) {
  const std::size_t start = page.find("<header>");
  return page.substr(start, page.find("<script type=\"application/json\"") - start);
}

std::size_t place_of(const std::string& text, const std::string& part) {
  const std::size_t place = text.find(part);
  EXPECT_NE(place, std::string::npos) << part;
  return place;
}

TEST(HtmlReportTest, VerdictsComeFirstTheWorstAhead) {
  const std::string body = body_of(html_report({sample_validation()}));
  EXPECT_THAT(body,
              HasSubstr("6 checks: 2 failed, 1 invalid, 1 inconclusive, 2 passed; 1 not run"));
  EXPECT_LT(place_of(body, ">ledger.coverage</th>"), place_of(body, ">pool.laws</th>"));
  EXPECT_LT(place_of(body, ">pool.laws</th>"), place_of(body, ">witness.object</th>"));
  EXPECT_LT(place_of(body, ">witness.object</th>"), place_of(body, ">core.reachable</th>"));
  EXPECT_LT(place_of(body, ">core.reachable</th>"), place_of(body, "<figure>"));
}

TEST(HtmlReportTest, TheWorstRunGivesTheVerdict) {
  const auto title = [](const std::vector<store::StoredRun>& runs) {
    const std::string page = html_report(runs);
    const std::size_t start = page.find("<title>") + 7;
    return page.substr(start, page.find("</title>") - start);
  };
  EXPECT_EQ(title({sample_latency()}), "orbbench: pass");
  EXPECT_EQ(title({sample_latency(), sample_validation()}), "orbbench: fail");
  EXPECT_EQ(title({}), "orbbench: invalid");
}

TEST(HtmlReportTest, NothingThatACoreSaysBecomesMarkup) {
  store::StoredRun run = sample_latency(3);
  const std::string hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&";
  run.kind = "latency";
  run.commit = hostile;
  run.fingerprint["core"] = hostile;
  run.fingerprint[hostile] = hostile;
  run.checks.push_back({hostile, "fail", hostile, {hostile}});
  run.figures.push_back({hostile, hostile, hostile, 1});
  run.figures.push_back({hostile, "latency_us_p50", "us", 1});
  run.points.push_back({hostile, 1, 2});
  run.tables.push_back({hostile, hostile, {hostile}, {{hostile}}});
  run.tables.push_back({hostile, "ledger", {"site", hostile}, {{hostile, hostile}}});
  run.tables.push_back({hostile, "matrix", {"case", hostile}, {{hostile, "fail " + hostile}}});
  run.tables.push_back({hostile, "ratios", {"figure", "ratio"}, {{hostile, hostile}}});
  const std::string page = html_report({run});
  EXPECT_THAT(page, Not(HasSubstr("<script>alert")));
  EXPECT_THAT(page, Not(HasSubstr("<img")));
  EXPECT_THAT(body_of(page), Not(HasSubstr("onerror=alert(2)>\"'&")));
  std::size_t scripts = 0;
  for (std::size_t at = page.find("</script>"); at != std::string::npos;
       at = page.find("</script>", at + 1)) {
    ++scripts;
  }
  EXPECT_EQ(scripts, 3U);
}

TEST(HtmlReportTest, LoadsNothing) {
  const std::string page = html_report(sample_runs());
  for (const char* reference : {" src=", "<link", "@import", "url(http", "fetch("}) {
    EXPECT_THAT(page, Not(HasSubstr(reference))) << reference;
  }
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
}

TEST(HtmlReportTest, AnHourOfIntervalsIsUnderThreeMegabytes) {
  store::StoredRun run = sample_latency(30);
  store::StoredHistogram latency = run.histograms.front();
  for (int i = 30; i < 3600; ++i) {
    latency.name = "latency.ping/latency/" + std::to_string(i);
    run.histograms.push_back(latency);
  }
  std::ranges::find(run.figures, "calls", &store::StoredFigure::name)->value = 3600.0 * 500;
  std::vector<store::StoredRun> runs = sample_runs();
  runs[1] = run;
  const std::string page = html_report(runs);
  EXPECT_LT(page.size(), kLargest);
  EXPECT_THAT(page, HasSubstr("were due in 12 s, some 6000 of them"));
}

TEST(HtmlReportTest, AHistogramThatCannotBeReadIsNamedInItsPlace) {
  store::StoredRun run = sample_latency(3);
  std::ranges::find(run.histograms, "latency.ping/floor", &store::StoredHistogram::name)->octets = {
      1, 2, 3};
  const std::string body = body_of(html_report({run}));
  EXPECT_THAT(body, HasSubstr("the histogram latency.ping/floor cannot be read"));
  EXPECT_THAT(body, HasSubstr("Percentile spectrum of latency.ping"));
}

TEST(HtmlReportTest, ASiteThatWipedLessThanItFreedIsNamed) {
  const std::string body = body_of(html_report({sample_validation()}));
  const std::size_t site = place_of(body, "<th scope=\"row\">Giop_Session.Release_Buffer_12</th>");
  EXPECT_EQ(place_of(body, "2 freed unwiped"), body.find("freed unwiped", site) - 2);
  EXPECT_EQ(body.find("freed unwiped", place_of(body, "freed unwiped") + 1), std::string::npos);
}

TEST(HtmlReportTest, TheMatrixIsCountedByPeer) {
  const std::string body = body_of(html_report({sample_interop()}));
  EXPECT_THAT(body, HasSubstr("<th scope=\"row\">PolyORB</th><td class=\"number\">33</td><td "
                              "class=\"number\">1</td><td class=\"number\">6</td>"));
  EXPECT_THAT(body, HasSubstr("Cases that failed"));
}

TEST(HtmlReportTest, WhatDiffersBetweenTheRunsMachinesIsMarked) {
  const std::string body = body_of(html_report({sample_latency(3), sample_interop()}));
  EXPECT_THAT(body, HasSubstr("<td>4.2.5-2</td><td>differs</td>"));
  EXPECT_THAT(body, HasSubstr("<td>AMD EPYC 7B13</td><td></td>"));
}

class LatencyChartsTest : public testing::Test {
 protected:
  static std::vector<bench::Chart> charts_of(const store::StoredRun& run) {
    bench::RunHistograms histograms(run);
    return bench::latency_charts(run, bench::latency_groups(run).front(), histograms);
  }
  static double y_at(const bench::ChartSeries& series, double x) {
    return std::ranges::find(series.points, x, &bench::ChartPoint::x)->y;
  }
};

TEST_F(LatencyChartsTest, TheSpectrumHasTheFiguresOfTheCheckAndEndsWithTheSlowestCall) {
  const store::StoredRun run = sample_latency();
  const bench::ChartSeries latency = charts_of(run)[0].series[0];
  const auto figure = [&](const char* name) {
    return *bench::find_figure(run, "latency.ping", name);
  };
  EXPECT_EQ(y_at(latency, 2), figure("latency_us_p50"));
  EXPECT_EQ(y_at(latency, 100), figure("latency_us_p99"));
  EXPECT_EQ(y_at(latency, 1000), figure("latency_us_p999"));
  EXPECT_EQ(latency.points.back().x, 15000);
  EXPECT_EQ(latency.points.back().y, figure("latency_us_max"));
  EXPECT_EQ(latency.few_calls_from, 1500);
  EXPECT_TRUE(std::ranges::is_sorted(latency.points, {}, &bench::ChartPoint::y));
}

TEST_F(LatencyChartsTest, AStallStandsWhereItWas) {
  const bench::Chart time = charts_of(sample_latency())[1];
  const auto slowest = std::ranges::max_element(time.series[2].points, {}, &bench::ChartPoint::y);
  EXPECT_EQ(slowest->x, 15.5);
  EXPECT_GT(slowest->y, 39'000);
  ASSERT_THAT(time.lines, SizeIs(1));
  EXPECT_EQ(time.lines[0].value, 50'000);
}

TEST_F(LatencyChartsTest, ACurveHasEachRateAndSaysWhichWasNotPassed) {
  const auto charts = charts_of(sample_curve());
  ASSERT_THAT(charts, SizeIs(3));
  ASSERT_THAT(charts[0].remarks, SizeIs(1));
  EXPECT_EQ(charts[0].remarks[0].x, 8000);
  const store::StoredTable data = bench::data_of(charts[0]);
  EXPECT_EQ(data.columns.back(), "remark");
  EXPECT_THAT(data.rows, SizeIs(5));
  EXPECT_EQ(data.rows.back().front(), "8000");
  EXPECT_EQ(data.rows.back().back(), "invalid");
}

TEST_F(LatencyChartsTest, WithoutHistogramsThereIsNothingToDraw) {
  store::StoredRun run = sample_latency(3);
  run.histograms.clear();
  EXPECT_THAT(charts_of(run), IsEmpty());
}

TEST_F(LatencyChartsTest, ShortIntervalsAreMergedUntilAQuantileRestsOnCalls) {
  store::StoredRun run = sample_latency(60);
  std::ranges::find(run.figures, "interval_seconds", &store::StoredFigure::name)->value = 0.1;
  std::ranges::find(run.figures, "calls", &store::StoredFigure::name)->value = 60.0 * 100;
  const bench::Chart time = charts_of(run)[1];
  EXPECT_THAT(time.series[0].points, SizeIs(20));
  EXPECT_THAT(time.caption, HasSubstr("0.3 s, some 300 of them"));
}

store::StoredTable wide_ratios() {
  return {"gate.ping",
          "ratios",
          {"figure", "ratio", "low", "high", "limit", "verdict"},
          {{"p50", "1.01", "0.9", "1.1", "1.05", "inconclusive"},
           {"p99", "3", "1.2", "7.5", "1.25", "shown"}}};
}

TEST(RatioChartTest, AFigureThatIsShownAloneHasNoLimit) {
  const bench::Chart chart = bench::ratio_chart(wide_ratios());
  EXPECT_THAT(chart.y.categories, ElementsAre("p50: inconclusive", "p99: shown"));
  EXPECT_THAT(chart.series[0].points, SizeIs(4));
  ASSERT_THAT(chart.series[2].points, SizeIs(1));
  EXPECT_EQ(chart.series[2].points[0].x, 1.05);
}

TEST(RatioChartTest, AWideIntervalIsDrawnOnALogarithmicAxisThatSaysSo) {
  store::StoredTable ratios = wide_ratios();
  EXPECT_EQ(bench::ratio_chart(ratios).x.scale, bench::AxisScale::Logarithmic);
  EXPECT_THAT(bench::ratio_chart(ratios).x.title, HasSubstr("logarithmic"));
  ratios.rows.pop_back();
  EXPECT_EQ(bench::ratio_chart(ratios).x.scale, bench::AxisScale::Linear);
}

TEST(CellTest, MicrosecondsAreShownToTheLastDigitAndLongRatiosRounded) {
  EXPECT_EQ(bench::cell_content("3599999999.999"), "3599999999.999");
  EXPECT_EQ(bench::cell_content("1048576000000"), "1048576000000");
  EXPECT_EQ(bench::cell_content("1.0129871143391028"),
            "<data value=\"1.0129871143391028\">1.01299</data>");
  EXPECT_EQ(bench::cell_content("1.2.3.4.5.6.7<"), "1.2.3.4.5.6.7&lt;");
}

TEST(ChartTest, SharesAreWrittenWithAsManyNinesAsTheyHave) {
  bench::Chart chart;
  chart.x.scale = bench::AxisScale::Nines;
  std::vector<std::string> texts;
  for (const double one_in : {1.0, 2.0, 20.0, 100.0, 1000.0, 1250.0, 1e5}) {
    texts.push_back(bench::x_text(chart, one_in));
  }
  EXPECT_THAT(texts, ElementsAre("0 %", "50 %", "95 %", "99 %", "99.9 %", "99.92 %", "99.999 %"));
}

TEST(MarkdownReportTest, HasVerdictsRatiosAndLatencyAndNoMarkupOfACore) {
  store::StoredRun run = sample_curve();
  run.checks.front().summary = "<b>|*x*| @all";
  const std::string text = bench::markdown_report({run});
  EXPECT_THAT(text, HasSubstr("## orbbench: **fail**"));
  EXPECT_THAT(text, HasSubstr("\\<b\\>\\|\\*x\\*\\| &#64;all"));
  EXPECT_THAT(text, HasSubstr("| p99 | 402.943 | 561.151 | 1.3926312 |"));
  EXPECT_LT(text.find("| fail | gate.mix |"), text.find("| pass | latency.mix&#64;500 |"));
}

}  // namespace
}  // namespace orbbench::tests
