// The baselines that the results store keeps, chosen by name in the real window: of programs in
// orbbench's place, and of the real one with a results server of its own.

#include "latency/baseline_choice.hpp"

#include <gmock/gmock.h>
#include <wx/choice.h>
#include <wx/stattext.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "console_fixture.hpp"
#include "latency/latency_panel.hpp"
#include "orbbench/process/child_process.hpp"
#include "orbbench/store/run_json.hpp"

namespace orbbench::tests {
namespace {

using console::BaselineChoice;
using console::LatencyPanel;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr const char* kSetting = "latency.kept_baseline";

constexpr const char* kBaselines = R"(
echo "$*" >>"$(dirname "$0")/calls"
case "$*" in
"baseline list") echo 'Main  2026-01-02T03:04:05Z  pass  latency  cccccccc-0'
echo 'main  2026-01-02T03:04:05Z  pass  latency  aaaaaaaa-0'
echo 'soaked  2026-01-02T03:04:05Z  pass  soak  bbbbbbbb-0';;
"baseline show -- main") echo '{"kind":"latency","figures":[
{"check":"latency.ping","name":"latency_us_p50","value":60},
{"check":"latency.ping","name":"latency_us_p99","value":600}]}';;
"baseline show -- soaked") echo '{"kind":"soak","figures":[]}';;
*) echo "there is no such baseline" >&2; exit 64;;
esac)";

class BaselineChoiceTest : public ConsoleFixture {
 protected:
  LatencyPanel& panel() { return dynamic_cast<LatencyPanel&>(open("Latency")); }
  wxChoice& choice() { return find<wxChoice>("Kept baseline"); }
  std::string chosen() { return choice().GetStringSelection().utf8_string(); }
  std::string said() { return text_of(find<wxStaticText>("State of the kept baselines")); }
  static std::string text_of(const wxStaticText& line) { return line.GetLabelText().utf8_string(); }

  std::vector<std::string> offered() {
    std::vector<std::string> names;
    for (const wxString& name : choice().GetStrings()) {
      names.push_back(name.utf8_string());
    }
    return names;
  }

  void choose(const std::string& name) {
    choice().SetSelection(choice().FindString(name, true));
    ASSERT_EQ(chosen(), name);
    wxCommandEvent event(wxEVT_CHOICE, choice().GetId());
    event.SetEventObject(&choice());
    choice().ProcessWindowEvent(event);
  }

  bool is_drawn(const std::string& name) {
    const auto& lines = find<console::ChartView>("Percentile spectrum").chart().lines;
    return std::ranges::any_of(lines,
                               [&](const auto& line) { return line.name == "baseline " + name; });
  }

  /// From the next start of the console on, that script is its orbbench.
  void replace_orbbench(const std::string& script) {
    const std::filesystem::path path = folder().write("orbbench", "#!/bin/sh\n" + script + "\n");
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    desk().settings.set("runs.program", path.string());
    restart();
    panel();
  }

  std::vector<std::string> logged() {
    std::vector<std::string> texts;
    for (const console::LogLine& line : desk().log.after(0)) {
      if (line.source == "latency") {
        texts.push_back(line.text);
      }
    }
    return texts;
  }

  std::string remembered() { return desk().settings.get(kSetting, std::string()); }
};

TEST_F(BaselineChoiceTest, TheNamesAreListedByKeysAndByTheButton) {
  replace_orbbench(kBaselines);
  EXPECT_THAT(offered(), ElementsAre("(none)"));
  press("Ctrl+Alt+B");
  EXPECT_TRUE(choice().HasFocus());
  ASSERT_TRUE(run_until([&] { return offered().size() == 4; })) << said();
  EXPECT_THAT(offered(), ElementsAre("(none)", "Main", "main", "soaked"));
  EXPECT_EQ(chosen(), "(none)");
  EXPECT_EQ(said(), "3 baselines are kept");
  screenshot("latency-kept-baselines");
  restart();
  panel();
  click(find("Read the names of the baselines"));
  EXPECT_TRUE(run_until([&] { return offered().size() == 4; })) << said();
}

TEST_F(BaselineChoiceTest, TheChosenOneIsDrawnInAndTakenAgainAtTheNextStart) {
  replace_orbbench(kBaselines);
  press("Ctrl+Alt+B");
  ASSERT_TRUE(run_until([&] { return offered().size() == 4; })) << said();
  choose("main");
  ASSERT_TRUE(run_until([&] { return is_drawn("main"); })) << said();
  EXPECT_EQ(said(), "");
  EXPECT_EQ(chosen(), "main");
  restart();
  ASSERT_TRUE(run_until([&] { return is_drawn("main"); })) << said();
  EXPECT_EQ(chosen(), "main");
  EXPECT_EQ(said(), "");
  choose("(none)");
  EXPECT_TRUE(run_until([&] { return !is_drawn("main"); }));
  EXPECT_EQ(remembered(), "");
}

TEST_F(BaselineChoiceTest, OneThatIsNotThereAnyMoreIsLeftOutWithALineInTheLog) {
  desk().settings.set(kSetting, "gone");
  replace_orbbench(kBaselines);
  ASSERT_TRUE(run_until([&] { return !logged().empty(); }));
  settle();
  EXPECT_THAT(logged(),
              ElementsAre("baseline gone is not drawn in again: there is no such baseline"));
  EXPECT_EQ(said(), "");
  EXPECT_EQ(chosen(), "(none)");
  EXPECT_FALSE(is_drawn("main"));
  EXPECT_EQ(remembered(), "gone") << "the store may be away for today only";
}

TEST_F(BaselineChoiceTest, WhatCannotBeANameIsNotAskedFor) {
  for (const nlohmann::json& name :
       std::vector<nlohmann::json>{std::string("a\0b", 3), "two words", 7}) {
    desk().settings.set(kSetting, name);
    restart();
    panel();
    EXPECT_EQ(said(), "");
    EXPECT_THAT(logged(), IsEmpty());
  }
}

TEST_F(BaselineChoiceTest, AStoreWithoutBaselinesIsSaidInPlace) {
  replace_orbbench("exit 0");
  press("Ctrl+Alt+B");
  EXPECT_TRUE(run_until([&] {
    return said().starts_with("The results store keeps no baseline yet");
  })) << said();
  EXPECT_THAT(offered(), ElementsAre("(none)"));
}

TEST_F(BaselineChoiceTest, WhyThereIsNoneIsSaidInPlaceAndTheFormerOneStays) {
  replace_orbbench(kBaselines);
  press("Ctrl+Alt+B");
  ASSERT_TRUE(run_until([&] { return offered().size() == 4; })) << said();
  choose("main");
  ASSERT_TRUE(run_until([&] { return is_drawn("main"); })) << said();
  choose("soaked");
  ASSERT_TRUE(run_until([&] {
    return said() == "cannot use soaked: it has no figures of latency";
  })) << said();
  EXPECT_EQ(chosen(), "main");
  EXPECT_EQ(remembered(), "main");
  EXPECT_THAT(logged(), SizeIs(1));
  EXPECT_TRUE(is_drawn("main"));
}

/// As keys and the wheel do on their way.
TEST_F(BaselineChoiceTest, OfSeveralThatAreChosenTheLastIsDrawnIn) {
  replace_orbbench(kBaselines);
  press("Ctrl+Alt+B");
  ASSERT_TRUE(run_until([&] { return offered().size() == 4; })) << said();
  for (const char* name : {"soaked", "Main", "main"}) {
    choose(name);
  }
  ASSERT_TRUE(run_until([&] { return is_drawn("main"); })) << said();
  EXPECT_EQ(chosen(), "main");
  EXPECT_EQ(folder().read("calls"),
            "baseline list\nbaseline show -- soaked\nbaseline show -- main\n");
  EXPECT_THAT(logged(), IsEmpty()) << "of one that is not wanted any more";
}

TEST_F(BaselineChoiceTest, AStoreThatIsAwayIsSaidInPlace) {
  replace_orbbench("echo 'the results server is away' >&2; exit 3");
  press("Ctrl+Alt+B");
  EXPECT_TRUE(run_until([&] { return said() == "the results server is away"; })) << said();
}

TEST_F(BaselineChoiceTest, ABaselineFromElsewhereTakesItsPlace) {
  desk().settings.set(kSetting, "main");
  replace_orbbench(kBaselines);
  ASSERT_TRUE(run_until([&] { return is_drawn("main"); })) << said();
  const auto file = folder() / "baseline.json";
  std::ofstream(file) << R"({"checks":[{"name":"latency.ping","figures":{"latency_us_p50":6}}]})";
  panel().read_baseline(file);
  ASSERT_TRUE(run_until([&] { return chosen() == "(none)"; }));
  EXPECT_EQ(remembered(), "");
  EXPECT_TRUE(run_until([&] { return !is_drawn("main"); }));
}

TEST_F(BaselineChoiceTest, AStoreThatDoesNotAnswerHoldsUpNothing) {
  replace_orbbench("trap '' INT TERM; while :; do sleep 0.05; done");
  press("Ctrl+Alt+B");
  EXPECT_EQ(said(), "Reading the results store…");
  press("Ctrl+Alt+B");
  EXPECT_EQ(said(), "Reading the results store…");
  const auto begun = Clock::now();
  close();
  EXPECT_LT(Clock::now() - begun, 2s);
}

TEST_F(BaselineChoiceTest, AStoreThatDoesNotAnswerIsWaitedForSoLongAndNoLonger) {
  replace_orbbench("trap '' INT TERM; while :; do sleep 0.05; done");
  const auto begun = Clock::now();
  auto* choice = new BaselineChoice(
      frame(), desk(), [](const auto&) {}, 1s);
  choice->list();
  const auto* line = dynamic_cast<wxStaticText*>(
      wxWindow::FindWindowByName("State of the kept baselines", choice));
  ASSERT_NE(line, nullptr);
  ASSERT_TRUE(run_until([&] { return text_of(*line).find("1 s") != std::string::npos; }));
  EXPECT_EQ(text_of(*line), "orbbench has not answered within 1 s");
  EXPECT_GE(Clock::now() - begun, 1s);
  choice->Destroy();
}

class KeptBaselineTest : public BaselineChoiceTest {
 protected:
  KeptBaselineTest() {
    ::setenv("XDG_DATA_HOME", (folder() / "data").c_str(), 1);
    ::unsetenv("ORBBENCH_RESULTS_URL");
    panel();
  }

  static store::NamedRun baseline(const std::string& name) {
    store::StoredRun run;
    run.uuid = store::make_uuid();
    run.kind = "latency";
    run.started = store::parse_instant("2026-01-02T03:04:05Z");
    run.verdict = "pass";
    run.checks = {{"latency.ping", "pass", "", {}}};
    run.figures = {{"latency.ping", "latency_us_p50", "us", 60},
                   {"latency.ping", "latency_us_p99", "us", 600}};
    return {name, run};
  }

  void keep(const std::string& name) {
    const std::string file = folder().write("baseline.json", store::to_json(baseline(name)));
    process::ChildProcess orbbench(
        {.program = ORBBENCH_BINARY, .arguments = {"baseline", "import", file}});
    ASSERT_THAT(orbbench.wait(60s), testing::Optional(0));
  }
};

/// With a results server of its own; the name begins as an option does.
TEST_F(KeptBaselineTest, ABaselineOfARealStoreIsChosenByItsName) {
  constexpr auto kServerTime = 30s;
  press("Ctrl+Alt+B");
  ASSERT_TRUE(
      run_until([&] { return said().find("no baseline yet") != std::string::npos; }, kServerTime))
      << said();
  keep("-main");
  press("Ctrl+Alt+B");
  ASSERT_TRUE(run_until([&] { return offered().size() == 2; }, kServerTime)) << said();
  EXPECT_THAT(offered(), ElementsAre("(none)", "-main"));
  choose("-main");
  ASSERT_TRUE(run_until([&] { return is_drawn("-main"); }, kServerTime)) << said();
  restart();
  ASSERT_TRUE(run_until([&] { return is_drawn("-main"); }, kServerTime)) << said();
  EXPECT_EQ(chosen(), "-main");
}

}  // namespace
}  // namespace orbbench::tests
