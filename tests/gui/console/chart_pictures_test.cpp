#include <gmock/gmock.h>
#include <wx/checkbox.h>
#include <wx/spinctrl.h>

#include "console_fixture.hpp"
#include "core_process.hpp"
#include "latency/latency_panel.hpp"
#include "pool/pool_panel.hpp"

namespace orbbench::tests {
namespace {

using console::LatencyPanel;
using console::Theme;
using testing::HasSubstr;
using namespace std::chrono_literals;

// Each leaves its pictures for those who look; what is held is their structure.
class ChartPicturesTest : public ConsoleFixture {
 protected:
  void fill() {
    connect(core_.address(),
            "http://127.0.0.1:" + std::to_string(core_.ports().metrics) + "/metrics");
    auto& panel = dynamic_cast<LatencyPanel&>(open("Latency"));
    for (int second = 0; second < 3; ++second) {
      desk().samples.add_summary("soak", std::chrono::steady_clock::now(), 500, 60us, 90us, 300us,
                                 900us, 2ms);
    }
    ASSERT_TRUE(run_until([&] { return panel.recording().read().size() == 1; }));
    click(find("Sample"));
    desk().runs.record({.check = "latency.ping",
                        .verdict = "pass",
                        .summary = "",
                        .figures = {{"latency_us_p50", 60}, {"floor_us_p50", 17}},
                        .details = {},
                        .run = "",
                        .time = std::chrono::system_clock::now()});
    ASSERT_TRUE(run_until([&] {
      const auto all = panel.recording().read();
      return all.size() == 2 && all[1] && all[1]->points.size() > 4;
    }));
    run_action(panel, "Take what is shown as baseline");
    panel.set_deadline(5ms);
  }

  void take(const std::string& panel, const std::string& name) {
    open(panel);
    for (const Theme theme : {Theme::Light, Theme::Dark}) {
      frame().set_theme(theme);
      settle();
      screenshot(name + (theme == Theme::Light ? "-light" : "-dark"));
    }
  }

  CoreProcess core_;
};

TEST_F(ChartPicturesTest, LatencyAndPoolShowARealCore) {
  fill();
  take("Latency", "charts-latency");
  EXPECT_THAT(structure(*frame().current()), HasSubstr("'Percentile spectrum'"));
  take("Pool", "charts-pool");
  EXPECT_THAT(structure(*frame().current()), HasSubstr("'Breaker transitions'"));
}

TEST_F(ChartPicturesTest, ASmallWindowHasRoomForAll) {
  frame().SetSize(800, 600);
  fill();
  for (const std::string panel : {"Latency", "Pool"}) {
    console::Panel& page = open(panel);
    screenshot("charts-small-" + panel);
    for (wxWindow* child : page.GetChildren()) {
      EXPECT_TRUE(page.GetClientRect().Contains(child->GetRect()))
          << child->GetName() << " does not fit";
    }
  }
}

}  // namespace
}  // namespace orbbench::tests
