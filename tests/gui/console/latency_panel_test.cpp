#include "latency/latency_panel.hpp"

#include <gmock/gmock.h>
#include <wx/checkbox.h>
#include <wx/stattext.h>

#include <algorithm>
#include <fstream>

#include "console_fixture.hpp"
#include "core_process.hpp"
#include "frozen_process.hpp"
#include "pool/pool_panel.hpp"
#include "tables/table_view.hpp"

namespace orbbench::tests {
namespace {

using console::Chart;
using console::LatencyPanel;
using console::PoolPanel;
using console::Row;
using console::TableView;
using testing::HasSubstr;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

class LatencyPanelTest : public ConsoleFixture {
 protected:
  LatencyPanel& panel() { return dynamic_cast<LatencyPanel&>(open("Latency")); }

  const Chart& over_time() { return panel().over_time().chart(); }
  std::string said() { return find<wxStaticText>("Sampling and trouble").GetLabel().utf8_string(); }
  std::size_t points() {
    const Chart& chart = over_time();
    return chart.lines.empty() ? 0 : chart.lines[0].points.size();
  }
  void feed(int calls, std::chrono::nanoseconds latency) {
    for (int call = 0; call < calls; ++call) {
      desk().samples.add("fed", Clock::now(), latency);
    }
  }
  bool has_limit(const std::string& name) {
    return std::ranges::any_of(
        over_time().limits, [&](const console::ChartLimit& limit) { return limit.name == name; });
  }
};

TEST_F(LatencyPanelTest, ShowsWhatIsFed) {
  panel();
  feed(1000, 2ms);
  ASSERT_TRUE(run_until([&] { return points() > 0; }));
  EXPECT_NEAR(over_time().lines[2].points.back().y, 0.002, 1e-5);
  EXPECT_EQ(over_time().title, "Latency over time: fed");
  EXPECT_EQ(panel().spectrum().chart().lines.size(), 1U);
}

TEST_F(LatencyPanelTest, PausedItStandsStillButGoesOnRecording) {
  panel();
  feed(10, 1ms);
  ASSERT_TRUE(run_until([&] { return points() > 0; }));
  frame().set_paused(true);
  const auto before = over_time().lines[0].points;
  const auto version = panel().recording().version();
  feed(10, 50ms);
  ASSERT_TRUE(run_until([&] { return panel().recording().version() > version + 1; }));
  EXPECT_EQ(over_time().lines[4].points.back().y, before.back().y);
  frame().set_paused(false);
  // Not the last point for sure: an interval without calls may have followed.
  EXPECT_TRUE(run_until([&] {
    return std::ranges::any_of(over_time().lines[4].points,
                               [](const console::ChartPoint& point) { return point.y > 0.04; });
  }));
}

TEST_F(LatencyPanelTest, SamplesTheCoreItIsConnectedTo) {
  const CoreProcess core;
  connect(core.address());
  panel();
  click(find("Sample"));
  ASSERT_TRUE(run_until([&] { return points() > 0; })) << said();
  EXPECT_THAT(said(), HasSubstr("Sampling: "));
  EXPECT_THAT(said(), HasSubstr(" 0 failed"));
  click(find("Sample"));
  EXPECT_TRUE(run_until([&] { return said() == "Not sampling"; })) << said();
}

TEST_F(LatencyPanelTest, ACoreThatFreezesIsSaidAndLeavesTheWindowAlone) {
  const CoreProcess core;
  connect(core.address());
  panel();
  click(find("Sample"));
  ASSERT_TRUE(run_until([&] { return points() > 0; }));
  const FrozenProcess frozen(core.pid());
  frame().loop_probe().reset();
  ASSERT_TRUE(run_until([&] { return said().find(" 0 failed") == std::string::npos; }, 20s));
  EXPECT_LT(frame().loop_probe().report().longest, 100ms);
  const auto begin = Clock::now();
  close();
  EXPECT_LT(Clock::now() - begin, 2s);
}

TEST_F(LatencyPanelTest, ABaselineFromAFileIsDrawnIn) {
  panel();
  feed(10, 1ms);
  ASSERT_TRUE(run_until([&] { return points() > 0; }));
  const auto file = folder() / "baseline.json";
  std::ofstream(file) << R"({"checks":[{"name":"latency.ping","figures":{)"
                      << R"("latency_us_p50":60.5,"latency_us_p99":600,"floor_us_p50":16}}]})";
  panel().read_baseline(file);
  ASSERT_TRUE(run_until([&] { return has_limit("baseline p99"); }));
  EXPECT_TRUE(has_limit("floor p50"));
  run_action(panel(), "No baseline");
  EXPECT_TRUE(run_until([&] { return !has_limit("baseline p99"); }));
}

TEST_F(LatencyPanelTest, AFileThatIsNoBaselineIsSaidInPlace) {
  panel();
  const auto file = folder() / "baseline.json";
  std::ofstream(file) << "rubbish";
  panel().read_baseline(file);
  EXPECT_TRUE(run_until([&] { return said().find("cannot use") == 0; })) << said();
}

TEST_F(LatencyPanelTest, TheLatestIntervalBecomesABaseline) {
  feed(100, 3ms);
  panel();
  ASSERT_TRUE(run_until([&] { return points() > 0; }));
  run_action(panel(), "Take what is shown as baseline");
  EXPECT_TRUE(run_until([&] { return has_limit("baseline p99"); }));
}

TEST_F(LatencyPanelTest, TheFloorOfARunIsDrawnIn) {
  panel();
  feed(10, 1ms);
  ASSERT_TRUE(run_until([&] { return points() > 0; }));
  desk().runs.record({.check = "latency.ping",
                      .verdict = "pass",
                      .summary = "",
                      .figures = {{"latency_us_p50", 60}, {"floor_us_p50", 15}},
                      .details = {},
                      .run = "",
                      .time = std::chrono::system_clock::now()});
  EXPECT_TRUE(run_until([&] { return has_limit("floor p50"); }));
}

class PoolPanelTest : public ConsoleFixture {
 protected:
  PoolPanel& panel() { return dynamic_cast<PoolPanel&>(open("Pool")); }

  // Its list has the name.
  const TableView& table(const std::string& name) {
    return dynamic_cast<TableView&>(*find(name).GetParent());
  }

  std::optional<Row> row(const std::string& table, const std::string& first) {
    const TableView& view = this->table(table);
    for (std::size_t place = 0; place < view.row_count(); ++place) {
      if (view.row(place).cells.front() == first) {
        return view.row(place);
      }
    }
    return std::nullopt;
  }
};

TEST_F(PoolPanelTest, ShowsLanesCallsAndConnectionsOfTheCore) {
  const CoreProcess core;
  connect(core.address(), "http://127.0.0.1:" + std::to_string(core.ports().metrics) + "/metrics");
  panel();
  ASSERT_TRUE(run_until([&] {
    const auto& lines = panel().lanes().chart().lines;
    return lines.size() == 4 && !lines[3].points.empty() && lines[3].points.back().y >= 1;
  }));
  EXPECT_GE(panel().lanes().chart().lines[1].points.back().y, 1) << "a lane is idle";
  ASSERT_TRUE(row("Calls by operation", "ping"));
  EXPECT_GE(std::stoi(row("Calls by operation", "ping")->cells[2]), 1);
  EXPECT_TRUE(row("Breakers", "ping"));
}

TEST_F(PoolPanelTest, ABreakerThatOpensIsShownWithItsTransition) {
  CoreProcess core;
  connect(core.address());
  panel();
  core.kill();
  core.wait_until_gone();
  const auto session = desk().connection.session();
  static const orb_client::OperationPolicy kDoomed{.name = "doomed"};
  for (int call = 0; call < 6; ++call) {
    try {
      session->client().call(
          kDoomed, orb_client::Deadline::after(1s),
          [](orb_client::CoreLane& lane, orb_client::Deadline limit) { lane.ping(limit); });
    } catch (const orb_client::CallError&) {
      continue;  // as is meant
    }
    FAIL() << "a core that is gone answered";
  }
  ASSERT_TRUE(run_until([&] {
    const auto breaker = row("Breakers", "doomed");
    return breaker && breaker->mark == Row::Mark::Bad;
  }));
  EXPECT_GE(table("Breaker transitions").row_count(), 1U);
}

}  // namespace
}  // namespace orbbench::tests
