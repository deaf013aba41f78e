#include "console/chart.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "charts/palette.hpp"
#include "console/chart_window.hpp"
#include "console/decimation.hpp"

namespace orbbench::console {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;

constexpr double kGap = std::numeric_limits<double>::quiet_NaN();

Chart chart_of(std::vector<ChartPoint> points, Scale y = Scale::Linear) {
  Chart chart{.title = "Test", .x = {}, .y = {.label = "y", .scale = y}};
  chart.lines.push_back({"line", std::move(points), 0});
  return chart;
}

TEST(ChartTextTest, ValuesAreWrittenInTheirUnitWithThreeDigits) {
  EXPECT_EQ(to_text(0.000123456, Unit::Duration), "123 µs");
  EXPECT_EQ(to_text(0.0015, Unit::Duration), "1.5 ms");
  EXPECT_EQ(to_text(12.0, Unit::Duration), "12 s");
  EXPECT_EQ(to_text(0, Unit::Duration), "0");
  EXPECT_EQ(to_text(65, Unit::Seconds), "1:05");
  EXPECT_EQ(to_text(3725, Unit::Seconds), "1:02:05");
  EXPECT_EQ(to_text(1.25, Unit::Seconds), "0:01.25");
  EXPECT_EQ(to_text(1.999, Unit::Seconds), "0:02");
  EXPECT_EQ(to_text(2, Unit::Percentile), "50 %");
  EXPECT_EQ(to_text(100, Unit::Percentile), "99 %");
  EXPECT_EQ(to_text(1000, Unit::Percentile), "99.9 %");
  EXPECT_EQ(to_text(100000, Unit::Percentile), "99.999 %");
  EXPECT_EQ(to_text(1536, Unit::Octets), "1.5 KiB");
  EXPECT_EQ(to_text(1500, Unit::Plain), "1.5k");
  EXPECT_EQ(to_text(kGap, Unit::Plain), "none");
}

TEST(ChartTextTest, ARoundedValueNeverReaches1000OfItsUnit) {
  EXPECT_EQ(to_text(0.0009997, Unit::Duration), "1 ms");
  EXPECT_EQ(to_text(0.000999, Unit::Duration), "999 µs");
}

TEST(ChartTicksTest, LinearMarksAreRoundAndWithinTheRange) {
  EXPECT_THAT(
      ticks({0, 10}, Scale::Linear, 6),
      ElementsAre(DoubleEq(0), DoubleEq(2), DoubleEq(4), DoubleEq(6), DoubleEq(8), DoubleEq(10)));
  for (const double length : {0.003, 1.0, 7.3, 99.0, 12345.0}) {
    const auto marks = ticks({1.1, 1.1 + length}, Scale::Linear, 8);
    EXPECT_GE(marks.size(), 2U) << length;
    EXPECT_LE(marks.size(), 8U) << length;
  }
}

TEST(ChartTicksTest, LogarithmicMarksArePowersOfTenWhereThereAreSeveral) {
  EXPECT_THAT(ticks({1e-5, 2e-2}, Scale::Logarithmic, 8),
              ElementsAre(DoubleEq(1e-5), DoubleEq(1e-4), DoubleEq(1e-3), DoubleEq(1e-2)));
  EXPECT_THAT(
      ticks({1.5e-4, 8e-3}, Scale::Logarithmic, 8),
      ElementsAre(DoubleEq(2e-4), DoubleEq(5e-4), DoubleEq(1e-3), DoubleEq(2e-3), DoubleEq(5e-3)));
  EXPECT_GE(ticks({2e-4, 8e-4}, Scale::Logarithmic, 8).size(), 2U);
  EXPECT_LE(ticks({1e-12, 1e12}, Scale::Logarithmic, 8).size(), 8U);
}

TEST(ChartPlaceTest, PlaceAndValueAreEachOthersInverse) {
  for (const Scale scale : {Scale::Linear, Scale::Logarithmic}) {
    const Range range{0.5, 200};
    EXPECT_DOUBLE_EQ(place_of(0.5, range, scale), 0);
    EXPECT_DOUBLE_EQ(place_of(200, range, scale), 1);
    EXPECT_NEAR(value_at(place_of(17, range, scale), range, scale), 17, 1e-9);
  }
}

TEST(ChartRangeTest, CoversWhatIsSeenAndTheLimitsOnly) {
  Chart chart = chart_of({{0, 1000}, {1, 5}, {2, 7}});
  chart.limits.push_back({"limit", 20});
  const Range range = y_range(chart, {1, 2});
  EXPECT_LT(range.from, 5);
  EXPECT_GT(range.to, 20);
  EXPECT_LT(range.to, 100);
}

TEST(ChartRangeTest, IsNeverEmptyOrUpsideDown) {
  for (const Scale scale : {Scale::Linear, Scale::Logarithmic}) {
    for (const auto& points : {std::vector<ChartPoint>{}, {{0, 0}}, {{0, 3}}, {{0, kGap}}}) {
      const Range range = y_range(chart_of(points, scale), {0, 1});
      EXPECT_LT(range.from, range.to);
      EXPECT_TRUE(scale == Scale::Linear || range.from > 0);
    }
  }
}

TEST(ChartCsvTest, HoldsEachPointAndQuotesNames) {
  Chart chart = chart_of({{1, 0.25}, {2, kGap}});
  chart.lines[0].name = "a \"b\", c";
  EXPECT_EQ(csv_of(chart), "line,x,y\r\n\"a \"\"b\"\", c\",1,0.25\r\n\"a \"\"b\"\", c\",2,\r\n");
}

TEST(ChartSummaryTest, SaysEachLineAndLimitInWords) {
  Chart chart = chart_of({{0, 1}, {1, 2}});
  chart.lines.push_back({"empty", {}, 1});
  chart.limits.push_back({"deadline", 5});
  EXPECT_EQ(summary_of(chart, {0, 1}), "Test.\nline: 2 at 1.\nempty: nothing yet.\ndeadline: 5.\n");
}

TEST(DecimationTest, KeepsThePeakOfEachColumnAndBoundsTheRest) {
  std::mt19937 random(7);
  std::vector<ChartPoint> points;
  for (int index = 0; index < 100'000; ++index) {
    points.push_back({index / 100'000.0, static_cast<double>(random() % 1000)});
  }
  points[54'321].y = 1e6;
  points[54'400].y = -1e6;
  const auto few = decimate(points, {0, 1}, Scale::Linear, 500);
  EXPECT_LE(few.size(), 4U * 501 + 2);
  EXPECT_TRUE(std::ranges::any_of(few, [](const ChartPoint& point) { return point.y == 1e6; }));
  EXPECT_TRUE(std::ranges::any_of(few, [](const ChartPoint& point) { return point.y == -1e6; }));
  EXPECT_TRUE(std::ranges::is_sorted(few, {}, &ChartPoint::x));
  EXPECT_EQ(few.front().x, points.front().x);
  EXPECT_EQ(few.back().x, points.back().x);
}

TEST(DecimationTest, LeavesFewPointsAsTheyAre) {
  const std::vector<ChartPoint> points{{0, 1}, {1, 5}, {2, 3}};
  const auto same = decimate(points, {0, 2}, Scale::Linear, 100);
  ASSERT_EQ(same.size(), 3U);
  EXPECT_EQ(same[1].y, 5);
}

TEST(DecimationTest, KeepsTheNeighboursOfWhatIsSeen) {
  const std::vector<ChartPoint> points{{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}};
  const auto seen = decimate(points, {1.5, 2.5}, Scale::Linear, 100);
  ASSERT_EQ(seen.size(), 3U);
  EXPECT_EQ(seen.front().x, 1);
  EXPECT_EQ(seen.back().x, 3);
}

TEST(DecimationTest, AGapStaysAGap) {
  const std::vector<ChartPoint> points{{0, 1}, {1, kGap}, {2, kGap}, {3, 4}};
  const auto kept = decimate(points, {0, 3}, Scale::Linear, 2);
  ASSERT_EQ(kept.size(), 3U);
  EXPECT_TRUE(std::isnan(kept[1].y));
}

TEST(ChartWindowTest, FollowsTheLatestPointsWithItsSpan) {
  ChartWindow window;
  EXPECT_EQ(window.seen({0, 500}, Scale::Linear), (Range{0, 500}));
  window.set_span(60);
  EXPECT_EQ(window.seen({0, 500}, Scale::Linear), (Range{440, 500}));
  EXPECT_EQ(window.seen({0, 20}, Scale::Linear), (Range{0, 20}));
}

TEST(ChartWindowTest, ScrolledBackItStaysWhereItIsWhileNewPointsCome) {
  ChartWindow window;
  window.set_span(100);
  window.scroll(-0.5, {0, 500}, Scale::Linear);
  EXPECT_FALSE(window.follows());
  EXPECT_EQ(window.seen({0, 500}, Scale::Linear), (Range{350, 450}));
  EXPECT_EQ(window.seen({0, 900}, Scale::Linear), (Range{350, 450}));
}

TEST(ChartWindowTest, ScrolledToTheLatestItFollowsAgain) {
  ChartWindow window;
  window.set_span(100);
  window.scroll(-2, {0, 500}, Scale::Linear);
  window.scroll(10, {0, 500}, Scale::Linear);
  EXPECT_TRUE(window.follows());
  EXPECT_EQ(window.seen({0, 600}, Scale::Linear), (Range{500, 600}));
}

TEST(ChartWindowTest, NeverScrollsOutOfTheData) {
  ChartWindow window;
  window.set_span(100);
  window.scroll(-50, {0, 500}, Scale::Linear);
  EXPECT_EQ(window.seen({0, 500}, Scale::Linear), (Range{0, 100}));
}

TEST(ChartWindowTest, ZoomKeepsWhatIsUnderTheMouse) {
  ChartWindow window;
  window.zoom(2, 0.25, {0, 400}, Scale::Linear);
  EXPECT_EQ(window.seen({0, 400}, Scale::Linear), (Range{50, 250}));
  window.zoom(0.1, 0.5, {0, 400}, Scale::Linear);
  EXPECT_TRUE(window.follows());
  EXPECT_EQ(window.seen({0, 400}, Scale::Linear), (Range{0, 400}));
}

TEST(PaletteTest, LinesAndLimitsStandOutOnLightAndDark) {
  const std::pair<wxColour, wxColour> themes[] = {{{255, 255, 255}, {0, 0, 0}},
                                                  {{45, 45, 45}, {238, 238, 236}}};
  for (const auto& [background, text] : themes) {
    const Palette palette = palette_on(background, text);
    for (const wxColour& line : palette.lines) {
      EXPECT_GE(contrast(line, background), 3.0);
    }
    EXPECT_GE(contrast(palette.limit, background), 4.5);
    EXPECT_GE(contrast(palette.text, background), 4.5);
  }
}

}  // namespace
}  // namespace orbbench::console
