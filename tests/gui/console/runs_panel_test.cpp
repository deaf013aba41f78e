// The panel Runs in the real window: the real orbbench on a real core, and programs in its place.

#include <gmock/gmock.h>
#include <wx/checkbox.h>
#include <wx/choice.h>
#include <wx/gauge.h>
#include <wx/notebook.h>
#include <wx/textctrl.h>

#include <cstdlib>
#include <filesystem>

#include "console/sampler.hpp"
#include "console_fixture.hpp"
#include "core_process.hpp"
#include "runs/runs_panel.hpp"
#include "tables/table_view.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using console::RunsPanel;
using console::RunState;
using console::TableView;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

class RunsPanelTest : public ConsoleFixture {
 protected:
  RunsPanel& panel() { return dynamic_cast<RunsPanel&>(open("Runs")); }

  void choose(const std::string& title) {
    auto& kind = find<wxChoice>("kind of run");
    ASSERT_TRUE(kind.SetStringSelection(title));
    wxCommandEvent chosen(wxEVT_CHOICE, kind.GetId());
    chosen.SetEventObject(&kind);
    kind.ProcessWindowEvent(chosen);
  }

  void fill(const std::string& field, const std::string& text) {
    find<wxTextCtrl>(field).SetValue(text);
  }

  std::string shown(const std::string& field) {
    return find<wxTextCtrl>(field).GetValue().utf8_string();
  }

  /// The list of that name stands in it.
  TableView& table(const std::string& name) {
    return dynamic_cast<TableView&>(*find(name).GetParent());
  }

  std::string state() {
    return find<wxStaticText>("state of the run").GetLabelText().utf8_string();
  }

  /// From the next start of the console on, that script is its orbbench.
  void replace_orbbench(const std::string& script) {
    const std::filesystem::path path = folder().write("orbbench", "#!/bin/sh\n" + script + "\n");
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    desk().settings.set("runs.program", path.string());
    restart();
  }

  static bool has_ended(const RunsPanel& panel) { return panel.status().state == RunState::Ended; }
};

TEST_F(RunsPanelTest, ARealCoreIsValidatedAndItsVerdictsShown) {
  const CoreProcess core;
  connect(core.address(), "http://127.0.0.1:" + std::to_string(core.ports().metrics) + "/metrics");
  RunsPanel& runs = panel();
  choose("Validate");
  find<wxCheckBox>("keep the result").SetValue(false);
  fill("checks of the run", "core.reachable, ledger.coverage");
  EXPECT_THAT(shown("command line"), AllOf(StartsWith("orbbench validate --core "),
                                           EndsWith("--checks core.reachable,ledger.coverage")));
  click(find("start the run"));
  ASSERT_TRUE(run_until([&] { return has_ended(runs); }, 60s));
  EXPECT_EQ(runs.status().verdict, "pass") << state();
  auto& checks = table("checks");
  ASSERT_TRUE(run_until([&] { return checks.row(1).cells[1] != ""; }));
  EXPECT_EQ(checks.row(0).cells[0], "core.reachable");
  EXPECT_EQ(checks.row(1).cells[1], "pass");
  checks.select(checks.row(1).key);
  ASSERT_TRUE(run_until([&] { return !shown("evidence of the check").empty(); }));
  EXPECT_THAT(shown("evidence of the check"), HasSubstr("ledger.coverage: pass"));
  EXPECT_TRUE(desk().runs.latest("ledger.coverage").has_value());
  EXPECT_EQ(find<wxGauge>("progress of the run").GetValue(), 1000);
  screenshot("runs-validated");
  press("Ctrl+F9");
  settle();
  screenshot("runs-validated-dark");
}

/// Exact counts need the core alone: the console's own sampling and probes give way.
TEST_F(RunsPanelTest, ARunHasTheCoreToItself) {
  const CoreProcess core;
  connect(core.address(), "http://127.0.0.1:" + std::to_string(core.ports().metrics) + "/metrics");
  const auto session = desk().connection.session();
  console::SampleFeed samples;
  console::Sampler sampler(samples);
  sampler.sample(session, console::Sampler::kMostPerSecond);
  ASSERT_TRUE(run_until([&] { return sampler.state().calls > 0; }));
  RunsPanel& runs = panel();
  choose("Validate");
  find<wxCheckBox>("keep the result").SetValue(false);
  fill("checks of the run", "ledger.coverage");
  click(find("start the run"));
  ASSERT_TRUE(run_until([&] { return has_ended(runs); }, 60s));
  EXPECT_EQ(runs.status().verdict, "pass") << state();
  const auto calls = sampler.state().calls;
  EXPECT_TRUE(run_until([&] { return sampler.state().calls > calls; })) << "it goes on afterwards";
}

/// With a results server of its own.
TEST_F(RunsPanelTest, ARealRunIsKeptAndFoundInTheHistory) {
  ASSERT_EQ(setenv("XDG_DATA_HOME", (folder() / "data").c_str(), 1), 0);
  ASSERT_EQ(unsetenv("ORBBENCH_RESULTS_URL"), 0);
  const CoreProcess core;
  connect(core.address(), "http://127.0.0.1:" + std::to_string(core.ports().metrics) + "/metrics");
  RunsPanel& runs = panel();
  choose("Latency");
  fill("rate of the run", "100");
  fill("seconds of the run", "1.5");
  press("Ctrl+R");
  ASSERT_TRUE(run_until([&] { return has_ended(runs); }, 50s));
  ASSERT_THAT(runs.status().run, testing::SizeIs(36)) << state();
  press("Ctrl+H");
  ASSERT_TRUE(run_until([&] { return table("kept runs").row_count() == 1; }, 30s));
  EXPECT_EQ(table("kept runs").row(0).key, runs.status().run);
  table("kept runs").select(runs.status().run);
  press("Ctrl+J");
  ASSERT_TRUE(
      run_until([&] { return find<wxNotebook>("pages of the run").GetSelection() == 0; }, 30s));
  ASSERT_EQ(table("checks").row_count(), 1U);
  EXPECT_THAT(table("checks").row(0).cells[0], StartsWith("latency."));
}

TEST_F(RunsPanelTest, FieldsThatTheKindDoesNotTakeAreDisabled) {
  panel();
  choose("Interop");
  EXPECT_FALSE(find("core of the run").IsEnabled());
  EXPECT_FALSE(find("rate of the run").IsEnabled());
  EXPECT_TRUE(find("keep the result").IsEnabled());
  EXPECT_EQ(shown("command line"), "orbbench interop --store");
  choose("Compare two cores");
  EXPECT_TRUE(find("baseline of the run").IsEnabled());
  EXPECT_FALSE(find("keep the result").IsEnabled());
}

TEST_F(RunsPanelTest, WhatCannotBeIsSaidInPlaceOfTheCommand) {
  RunsPanel& runs = panel();
  choose("Latency");
  fill("rate of the run", "many");
  EXPECT_THAT(shown("command line"), HasSubstr("the rate is above 0"));
  click(find("start the run"));
  ASSERT_TRUE(run_until([&] { return !runs.status().trouble.empty(); }));
  EXPECT_EQ(runs.status().state, RunState::Idle);
  ASSERT_TRUE(run_until([&] { return state() == runs.status().trouble; }));
}

TEST_F(RunsPanelTest, ARunIsCancelledByItsKeys) {
  replace_orbbench("trap 'exit 130' INT; echo ready; while :; do sleep 0.05; done");
  RunsPanel& runs = panel();
  press("Ctrl+R");
  ASSERT_TRUE(run_until([&] { return !runs.status().lines.empty(); }));
  EXPECT_FALSE(find("start the run").IsEnabled());
  press("Ctrl+B");
  ASSERT_TRUE(run_until([&] { return has_ended(runs); }));
  EXPECT_THAT(runs.status().trouble, HasSubstr("exit code 130"));
  ASSERT_TRUE(run_until([&] { return find("start the run").IsEnabled(); }));
}

TEST_F(RunsPanelTest, AFloodOfRubbishFreezesNothing) {
  replace_orbbench("exec yes $(printf '\\377')rubbish");
  RunsPanel& runs = panel();
  runs.actions()[0].run();
  auto longest = 0ns;
  auto last = std::chrono::steady_clock::now();
  const auto begun = last;
  ASSERT_TRUE(run_until([&] {
    const auto now = std::chrono::steady_clock::now();
    longest = std::max<std::chrono::nanoseconds>(longest, now - last);
    last = now;
    return now - begun > 2s;
  }));
  EXPECT_GT(runs.status().dropped, 0U);
  EXPECT_LT(longest, 1s);
  RecordProperty("longest_us", static_cast<int>(longest / 1us));
  runs.actions()[1].run();
  ASSERT_TRUE(run_until([&] { return has_ended(runs); }));
  ASSERT_TRUE(run_until([&] { return state().find("were dropped") != std::string::npos; }));
}

TEST_F(RunsPanelTest, ClosingEndsARunThatIgnoresIt) {
  replace_orbbench("trap '' INT TERM; echo ready; while :; do sleep 0.05; done");
  RunsPanel& runs = panel();
  runs.actions()[0].run();
  ASSERT_TRUE(run_until([&] { return !runs.status().lines.empty(); }));
  const auto begun = std::chrono::steady_clock::now();
  close();
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 2s);
}

constexpr const char* kHistory = R"(
case "$*" in
"history --json"*) echo '[{"uuid":"aaaaaaaa-0","kind":"latency","started_at":"2026-01-02T03:04:05Z","verdict":"pass","commit":""},
{"uuid":"bbbbbbbb-0","kind":"latency","started_at":"2026-01-01T03:04:05Z","verdict":"fail","commit":"c"}]';;
"history --run a"*) echo '{"uuid":"aaaaaaaa-0","started_at":"2026-01-02T03:04:05Z","tables":[],
"checks":[{"name":"latency.ping","verdict":"pass","summary":"p50 10 us","evidence":[]}],
"figures":[{"check":"latency.ping","name":"latency_us_p50","value":30}]}';;
"history --run b"*) echo '{"uuid":"bbbbbbbb-0","started_at":"2026-01-01T03:04:05Z","tables":[],
"checks":[{"name":"latency.ping","verdict":"fail","summary":"p50 20 us","evidence":["late"]}],
"figures":[{"check":"latency.ping","name":"latency_us_p50","value":20}]}';;
*) echo "the results server is away" >&2; exit 3;;
esac)";

TEST_F(RunsPanelTest, TwoKeptRunsAreCompared) {
  replace_orbbench(kHistory);
  RunsPanel& runs = panel();
  run_action(runs, "Refresh the history");
  auto& kept = table("kept runs");
  ASSERT_TRUE(run_until([&] { return kept.row_count() == 2; }));
  kept.select("bbbbbbbb-0");
  run_action(runs, "Mark the kept run");
  kept.select("aaaaaaaa-0");
  run_action(runs, "Compare with the marked run");
  auto& pairs = table("compared runs");
  ASSERT_TRUE(run_until([&] { return pairs.row_count() == 1; }));
  EXPECT_THAT(pairs.row(0).cells,
              testing::ElementsAre("latency.ping", "latency_us_p50", "20", "30", "1.5", "larger"));
  screenshot("runs-compared");
}

TEST_F(RunsPanelTest, AKeptRunIsShownAndGoesToTheBook) {
  replace_orbbench(kHistory);
  RunsPanel& runs = panel();
  run_action(runs, "Refresh the history");
  auto& kept = table("kept runs");
  ASSERT_TRUE(run_until([&] { return kept.row_count() == 2; }));
  kept.select("bbbbbbbb-0");
  run_action(runs, "Show the kept run");
  ASSERT_TRUE(run_until([&] { return table("checks").row_count() == 1; }));
  EXPECT_EQ(table("checks").row(0).cells[1], "fail");
  ASSERT_TRUE(desk().runs.latest("latency.ping").has_value());
  EXPECT_EQ(desk().runs.latest("latency.ping")->run, "bbbbbbbb-0");
}

TEST_F(RunsPanelTest, AHistoryThatCannotBeReadIsSaidInPlace) {
  replace_orbbench("echo 'the results server is away' >&2; exit 3");
  RunsPanel& runs = panel();
  run_action(runs, "Refresh the history");
  ASSERT_TRUE(run_until([&] {
    return find<wxStaticText>("state of the history").GetLabelText() ==
           "the results server is away";
  }));
}

TEST_F(RunsPanelTest, ItFitsInASmallWindow) {
  RunsPanel& runs = panel();
  frame().SetClientSize(800, 600);
  settle();
  EXPECT_LE(runs.GetBestSize().GetWidth(), 800);
  screenshot("runs-small");
}

}  // namespace
}  // namespace orbbench::tests
