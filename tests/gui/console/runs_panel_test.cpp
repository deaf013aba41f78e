// The panel Runs in the real window: the real orbbench on a real core, and programs in its place.

#include <gmock/gmock.h>
#include <wx/checkbox.h>
#include <wx/checklst.h>
#include <wx/choice.h>
#include <wx/gauge.h>
#include <wx/notebook.h>
#include <wx/textctrl.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "console/sampler.hpp"
#include "console_fixture.hpp"
#include "core_process.hpp"
#include "runs/runs_panel.hpp"
#include "tables/table_view.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;
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

  fs::path write_program(const std::string& name, const std::string& script) {
    const fs::path path = folder().write(name, "#!/bin/sh\n" + script + "\n");
    fs::permissions(path, fs::perms::owner_all);
    return path;
  }

  /// From the next start of the console on, that script is its orbbench.
  void replace_orbbench(const std::string& script) {
    desk().settings.set("runs.program", write_program("its-orbbench", script).string());
    restart();
  }

  /// That script is what opens pages for the desktop.
  void replace_xdg_open(const std::string& script) {
    fs::create_directories(folder() / "bin");
    write_program("bin/xdg-open", script);
    const std::string path = (folder() / "bin").string() + ":" + std::getenv("PATH");
    ASSERT_EQ(setenv("PATH", path.c_str(), 1), 0);
    ASSERT_EQ(setenv("NOTES", folder().path().c_str(), 1), 0);
  }

  /// The page that xdg-open was given, once it was.
  fs::path opened_page() {
    run_until([&] { return fs::exists(folder() / "opened"); }, 30s);
    return folder().read("opened");
  }

  static std::string text_in(const fs::path& file) {
    std::ifstream input(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(input), {}};
  }

  std::string history_state() {
    return find<wxStaticText>("state of the history").GetLabelText().utf8_string();
  }

  wxCheckListBox& checks() { return find<wxCheckListBox>("checks to choose from"); }

  unsigned place_of(const std::string& check) {
    for (unsigned place = 0; place < checks().GetCount(); ++place) {
      if (checks().GetString(place).Trim(false).StartsWith(check + ": ")) {
        return place;
      }
    }
    throw std::runtime_error("there is no check " + check);
  }

  bool is_ticked(const std::string& check) { return checks().IsChecked(place_of(check)); }

  /// As the user does: to its line, and Space.
  void turn(const std::string& check) {
    checks().SetFocus();
    press("Home");
    for (unsigned place = 0; place < place_of(check); ++place) {
      press("Down");
    }
    press("Space");
  }

  /// With a results server of its own, on a core of its own.
  void keep_a_run(RunsPanel& runs) {
    ASSERT_EQ(setenv("XDG_DATA_HOME", (folder() / "data").c_str(), 1), 0);
    ASSERT_EQ(unsetenv("ORBBENCH_RESULTS_URL"), 0);
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

TEST_F(RunsPanelTest, ARealRunIsKeptAndFoundInTheHistory) {
  const CoreProcess core;
  connect(core.address(), "http://127.0.0.1:" + std::to_string(core.ports().metrics) + "/metrics");
  ASSERT_NO_FATAL_FAILURE(keep_a_run(panel()));
  press("Ctrl+J");
  ASSERT_TRUE(
      run_until([&] { return find<wxNotebook>("pages of the run").GetSelection() == 0; }, 30s));
  ASSERT_EQ(table("checks").row_count(), 1U);
  EXPECT_THAT(table("checks").row(0).cells[0], StartsWith("latency."));
}

constexpr const char* kNoteThePage =
    R"(printf %s "$1" > "$NOTES/new" && mv "$NOTES/new" "$NOTES/opened")";

TEST_F(RunsPanelTest, TheReportOfAKeptRunIsOpenedInTheBrowser) {
  ASSERT_EQ(setenv("XDG_CACHE_HOME", (folder() / "it's a cache").c_str(), 1), 0);
  replace_xdg_open(kNoteThePage);
  const CoreProcess core;
  connect(core.address(), "http://127.0.0.1:" + std::to_string(core.ports().metrics) + "/metrics");
  RunsPanel& runs = panel();
  ASSERT_NO_FATAL_FAILURE(keep_a_run(runs));
  press("Ctrl+Shift+F");
  const fs::path page = opened_page();
  EXPECT_EQ(page.parent_path(), folder() / "it's a cache" / "orbbench") << history_state();
  const std::string text = text_in(page);
  EXPECT_THAT(text, StartsWith("<!DOCTYPE html>"));
  EXPECT_THAT(text, AllOf(HasSubstr(runs.status().run), HasSubstr("</html>")));
  EXPECT_EQ(history_state(), "The report is " + page.string());
}

constexpr const char* kReport = R"(
[ "$1 $2" = "report --output" ] && echo "<!DOCTYPE html>" > "$3")";

TEST_F(RunsPanelTest, AReportThatNothingOpensIsSaidInPlace) {
  replace_orbbench(kReport);
  replace_xdg_open("exit 3");
  run_action(panel(), "Open the report");
  const std::string page = (folder() / "orbbench" / "report-latest.html").string();
  EXPECT_TRUE(run_until([&] {
    return history_state() ==
           "the report is " + page + "; xdg-open, which is to show it, ended with exit code 3";
  })) << history_state();
  EXPECT_EQ(text_in(page), "<!DOCTYPE html>\n");
}

TEST_F(RunsPanelTest, WhereNoProgramOpensPagesThatIsSaid) {
  replace_orbbench(kReport);
  ASSERT_EQ(setenv("PATH", folder().path().c_str(), 1), 0);
  run_action(panel(), "Open the report");
  EXPECT_TRUE(run_until([&] { return history_state().ends_with("is not there"); }))
      << history_state();
}

TEST_F(RunsPanelTest, ABrowserOutlivesTheConsole) {
  replace_orbbench(kReport);
  replace_xdg_open(
      "printf %s $$ > \"$NOTES/new\" && mv \"$NOTES/new\" \"$NOTES/opened\"; exec sleep 60");
  run_action(panel(), "Open the report");
  const std::string browser = opened_page();
  close();
  EXPECT_THAT(text_in("/proc/" + browser + "/cmdline"), HasSubstr("sleep")) << "it has gone";
  ::kill(std::stoi(browser), SIGTERM);
}

TEST_F(RunsPanelTest, ChecksArePickedFromTheToolsList) {
  panel();
  choose("Validate");
  fill("checks of the run", "latency.slo");
  click(find("pick the checks"));
  ASSERT_TRUE(run_until([&] { return checks().GetCount() > 20; }));
  EXPECT_TRUE(is_ticked("latency.slo"));
  turn("witness.transport");
  EXPECT_EQ(shown("checks of the run"), "latency.slo,witness.transport");
  EXPECT_THAT(shown("command line"), HasSubstr("--checks latency.slo,witness.transport"));
  turn("witness");
  EXPECT_EQ(shown("checks of the run"), "latency.slo,witness");
  EXPECT_TRUE(is_ticked("witness.object"));
  screenshot("runs-checks");
  turn("witness.transport");
  EXPECT_EQ(shown("checks of the run"), "latency.slo,witness.object,witness.exposure");
  EXPECT_FALSE(is_ticked("witness"));
}

TEST_F(RunsPanelTest, WhatIsTypedIsTickedAndAnUnknownNameIsSaid) {
  replace_orbbench("[ \"$*\" = 'validate --list' ] && printf 'a.b: one\nc.d: two\nc.e: three\n'");
  panel();
  press("Ctrl+Alt+H");
  ASSERT_TRUE(run_until([&] { return checks().GetCount() == 4; }));
  fill("checks of the run", "c");
  EXPECT_TRUE(is_ticked("c.d"));
  EXPECT_TRUE(is_ticked("c.e"));
  EXPECT_FALSE(is_ticked("a.b"));
  fill("checks of the run", "c, q");
  EXPECT_EQ(find<wxStaticText>("state of the choice").GetLabelText(), "There is no check \"q\"");
  choose("Soak");
  EXPECT_FALSE(checks().IsEnabled());
  EXPECT_FALSE(find("pick the checks").IsEnabled());
}

TEST_F(RunsPanelTest, AListThatCannotBeHadIsSaidInPlace) {
  replace_orbbench("echo 'no such option' >&2; exit 64");
  panel();
  press("Ctrl+Alt+H");
  EXPECT_TRUE(run_until([&] {
    return find<wxStaticText>("state of the choice").GetLabelText() == "no such option";
  }));
}

TEST_F(RunsPanelTest, AScenarioGoesIntoTheCommandLine) {
  RunsPanel& runs = panel();
  choose("Validate");
  EXPECT_FALSE(find("scenario of the run").IsEnabled());
  EXPECT_FALSE(find("choose the scenario").IsEnabled());
  choose("Soak");
  EXPECT_TRUE(find("choose the scenario").IsEnabled());
  runs.use_scenario("/my files/ping.json");
  EXPECT_EQ(shown("scenario of the run"), "/my files/ping.json");
  EXPECT_EQ(shown("command line"), "orbbench soak '/my files/ping.json'");
  fill("scenario of the run", "/other.json");
  EXPECT_EQ(shown("command line"), "orbbench soak /other.json");
}

TEST_F(RunsPanelTest, ARealCoreIsLoadedAsAScenarioSays) {
  const CoreProcess core;
  connect(core.address(), "http://127.0.0.1:" + std::to_string(core.ports().metrics) + "/metrics");
  RunsPanel& runs = panel();
  choose("Latency");
  find<wxCheckBox>("keep the result").SetValue(false);
  runs.use_scenario(folder().write(
      "mine.json",
      R"({"name": "mine", "lanes": 1, "duration_s": 0.5, "mix": [{"operation": "ping"}],
                       "arrival": {"process": "constant", "rate": 50}})"));
  press("Ctrl+R");
  ASSERT_TRUE(run_until([&] { return has_ended(runs); }, 50s));
  ASSERT_TRUE(run_until([&] { return table("checks").row_count() == 1; })) << state();
  EXPECT_EQ(table("checks").row(0).cells[0], "latency.mine");
  runs.use_scenario((folder() / "none.json").string());
  press("Ctrl+R");
  EXPECT_TRUE(run_until([&] { return state().find("cannot read") != std::string::npos; }, 20s))
      << state();
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
  EXPECT_LE(runs.GetBestSize().GetHeight(), runs.GetSize().GetHeight());
  screenshot("runs-small");
  press("Ctrl+Alt+H");
  ASSERT_TRUE(run_until([&] { return checks().GetCount() > 20; }));
  screenshot("runs-small-checks");
}

}  // namespace
}  // namespace orbbench::tests
