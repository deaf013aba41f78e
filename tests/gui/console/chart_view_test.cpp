#include "charts/chart_view.hpp"

#include <gmock/gmock.h>
#include <wx/image.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "console_fixture.hpp"
#include "latency/latency_panel.hpp"

namespace orbbench::tests {
namespace {

using console::Chart;
using console::ChartView;
using console::LatencyPanel;
using testing::HasSubstr;
using namespace std::chrono_literals;

std::string contents(const std::filesystem::path& file) {
  std::ifstream input(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(input), {}};
}

class ChartViewTest : public ConsoleFixture {
 protected:
  ChartViewTest() {
    Chart chart{.title = "Waves <&>", .x = {.label = "x"}, .y = {.label = "y"}};
    chart.lines.push_back({"sine", {}, 0});
    chart.lines.push_back({"cosine", {}, 1});
    for (int x = 0; x <= 100; ++x) {
      chart.lines[0].points.push_back({static_cast<double>(x), std::sin(x / 10.0)});
      chart.lines[1].points.push_back({static_cast<double>(x), std::cos(x / 10.0)});
    }
    chart.limits.push_back({"limit", 0.5});
    open("Latency");
    view().show(chart);
    settle();
  }

  ChartView& view() { return find<ChartView>("Percentile spectrum"); }

  void focus() {
    view().SetFocus();
    settle();
  }
};

TEST_F(ChartViewTest, KeysReadTheLines) {
  focus();
  EXPECT_EQ(view().reading(), "");
  press("Home");
  EXPECT_EQ(view().reading(), "At 0: sine 0, cosine 1");
  press("Right");
  EXPECT_EQ(view().reading(), "At 1: sine 0.1, cosine 1");
  press("End");
  press("Left");
  EXPECT_THAT(view().reading(), HasSubstr("At 99:"));
  press("Escape");
  EXPECT_EQ(view().reading(), "");
}

TEST_F(ChartViewTest, KeysZoomAndScrollBackAndFollowAgain) {
  focus();
  press("+");
  EXPECT_NEAR(view().window().span(), 100 / 1.4, 1e-6);
  EXPECT_TRUE(view().window().follows());
  press("Shift+Left");
  EXPECT_FALSE(view().window().follows());
  Chart more = view().chart();
  more.lines[0].points.push_back({1000, 0});
  const auto before = view().window().seen({0, 100}, console::Scale::Linear);
  view().show(more);
  EXPECT_EQ(view().window().seen({0, 1000}, console::Scale::Linear), before);
  press("Escape");
  EXPECT_TRUE(view().window().follows());
}

TEST_F(ChartViewTest, TabGoesOnAndIsNoTrap) {
  focus();
  press("Tab");
  EXPECT_FALSE(view().HasFocus());
}

TEST_F(ChartViewTest, SaysInWordsWhatItShows) {
  EXPECT_EQ(view().summary(),
            "Waves <&>.\nsine: -0.54 at 100.\ncosine: -0.84 at 100.\nlimit: 0.5.\n");
}

TEST_F(ChartViewTest, WritesPngAtTwiceItsSizeWithTheLinesInIt) {
  const auto file = folder() / "chart.png";
  view().write_png(file);
  wxImage::AddHandler(new wxPNGHandler);
  wxImage image;
  ASSERT_TRUE(image.LoadFile(file.string()));
  EXPECT_EQ(image.GetSize(), view().GetClientSize() * 2);
  const unsigned long colours = image.CountColours();
  EXPECT_GT(colours, 50U);
}

TEST_F(ChartViewTest, WritesSvgWithItsTitleAndWords) {
  const auto file = folder() / "chart.svg";
  view().write_svg(file);
  const std::string svg = contents(file);
  EXPECT_THAT(svg, HasSubstr("<title>Waves &lt;&amp;&gt;</title>"));
  EXPECT_THAT(svg, HasSubstr("cosine: -0.84"));
  EXPECT_THAT(svg, HasSubstr("<path"));
}

TEST_F(ChartViewTest, WritesItsPointsAsCsv) {
  const auto file = folder() / "chart.csv";
  view().write_csv(file);
  EXPECT_THAT(contents(file), HasSubstr("cosine,0,1\r\n"));
}

TEST_F(ChartViewTest, AFileThatCannotBeWrittenIsNamed) {
  try {
    view().write_png("/nonexistent/chart.png");
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("/nonexistent/chart.png"));
  }
}

TEST_F(ChartViewTest, SurvivesBeingTinyAndHavingNothingToShow) {
  view().SetMinSize({1, 1});
  for (const wxSize& size : {wxSize(1, 1), wxSize(30, 20), wxSize(200, 40)}) {
    view().SetSize(size);
    view().Refresh();
    settle();
  }
  view().show({});
  settle();
  focus();
  for (const char* keys : {"Left", "Right", "Home", "End", "+", "-", "Shift+Left"}) {
    press(keys);
  }
}

}  // namespace
}  // namespace orbbench::tests
