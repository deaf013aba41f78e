// Runs of programs that tell what orbbench would, and of such as do not.

#include "console/run_control.hpp"

#include <gmock/gmock.h>

#include <filesystem>

#include "../unit/widget_bridge/queued_ui_thread.hpp"
#include "own_folder.hpp"

namespace orbbench::console {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Le;
using testing::SizeIs;

class RunControlTest : public testing::Test {
 protected:
  /// A program of this script in place of orbbench.
  std::filesystem::path program(const std::string& script) const {
    const std::filesystem::path path = folder_.write("orbbench", "#!/bin/sh\n" + script + "\n");
    std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    return path;
  }

  RunControl::Surroundings on(const std::string& script) {
    return {ui_, book_, samples_, log_, program(script)};
  }

  void run_to_its_end(RunControl& control) {
    while (control.is_running()) {
      ui_.run_one();
    }
  }

  /// The status of a run of that script, at its end.
  RunStatus status_of(const std::string& script) {
    RunControl control(on(script));
    control.start({.kind = "memory"});
    run_to_its_end(control);
    return control.status();
  }

  std::vector<std::string> log_texts() const {
    std::vector<std::string> texts;
    for (const LogLine& line : log_.after(0)) {
      texts.push_back(line.text);
    }
    return texts;
  }

  tests::OwnFolder folder_;
  widget_bridge::QueuedUiThread ui_;
  RunBook book_;
  SampleFeed samples_;
  LogBook log_;
};

constexpr const char* kWholeRun = R"(cat >&2 <<'END'
{"event":"started","kind":"memory","checks":["witness.object","witness.exposure"]}
{"event":"progress","text":"looking"}
{"event":"check","check":"witness.object","verdict":"fail","summary":"seen twice","figures":{"copies":2},"details":["heap"]}
{"event":"interval","series":"soak.mixed","seconds":1,"calls":100,"errors":1,"p50_us":10,"p90_us":20,"p99_us":30,"p999_us":40,"max_us":50,"left_seconds":0}
{"event":"ended","verdict":"fail","exit_code":1,"run":"0f0f"}
END
echo "fail witness.object"
exit 1)";

TEST_F(RunControlTest, WhatARunTellsIsItsStatus) {
  const RunStatus status = status_of(kWholeRun);
  EXPECT_EQ(status.state, RunState::Ended);
  EXPECT_EQ(status.verdict, "fail");
  EXPECT_EQ(status.run, "0f0f");
  EXPECT_EQ(status.trouble, "");
  EXPECT_EQ(status.text, "ended with exit code 1");
  EXPECT_THAT(status.wanted, SizeIs(2));
  ASSERT_THAT(status.checks, SizeIs(1));
  EXPECT_EQ(status.checks[0].summary, "seen twice");
  EXPECT_THAT(status.lines, ElementsAre("fail witness.object"));
  EXPECT_EQ(status.done, 1.0);
}

TEST_F(RunControlTest, ResultsGoToTheBookWithTheIdThatTheyAreKeptUnder) {
  status_of(kWholeRun);
  const auto result = book_.latest("witness.object");
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(result->verdict, "fail");
  EXPECT_EQ(result->run, "0f0f");
  EXPECT_THAT(result->details, ElementsAre("heap"));
  EXPECT_EQ(result->figures.at("copies"), 2);
}

TEST_F(RunControlTest, IntervalsGoToTheFeed) {
  status_of(kWholeRun);
  SampleFeed::Batch batch;
  samples_.take(batch);
  ASSERT_THAT(batch.summaries, SizeIs(1));
  EXPECT_THAT(batch.names, ElementsAre("soak.mixed"));
  EXPECT_EQ(batch.summaries[0].count, 100U);
  EXPECT_EQ(batch.summaries[0].p99, 30us);
}

TEST_F(RunControlTest, TheCommandIsGivenTheProgressOptionThatIsNotShown) {
  const RunStatus status = status_of("echo \"$@\"");
  EXPECT_EQ(status.command, "orbbench memory");
  EXPECT_THAT(status.lines, ElementsAre("memory --progress json"));
}

TEST_F(RunControlTest, RubbishIsShownAndIsNoVerdict) {
  const RunStatus status = status_of(
      "echo '{\"event\":\"ended\"}' >&2; echo '{\"event\":7}' >&2; echo '[]' >&2; "
      "printf '\\377\\000\\n' >&2; echo '{{{' >&2; exit 0");
  EXPECT_EQ(status.verdict, "");
  EXPECT_EQ(status.trouble, "it ended with exit code 0, and told no verdict");
  EXPECT_THAT(status.lines, SizeIs(5));
}

TEST_F(RunControlTest, AVerdictThatTheExitCodeDeniesIsNone) {
  const RunStatus status = status_of(
      "echo '{\"event\":\"ended\",\"verdict\":\"pass\",\"exit_code\":0,\"run\":\"\"}' >&2;"
      "kill -SEGV $$");
  EXPECT_EQ(status.verdict, "");
  EXPECT_THAT(status.trouble, HasSubstr("was killed by signal 11"));
}

TEST_F(RunControlTest, WhatIsWrongIsSaidAsTheRunSaysIt) {
  const RunStatus status = status_of(
      "echo '{\"event\":\"error\",\"text\":\"no such check\"}' >&2;"
      "echo '{\"event\":\"ended\",\"verdict\":\"\",\"exit_code\":64,\"run\":\"\"}' >&2; exit 64");
  EXPECT_EQ(status.trouble, "no such check");
  EXPECT_EQ(status.verdict, "");
  EXPECT_THAT(log_texts(), Contains("no such check"));
}

TEST_F(RunControlTest, AFloodIsBoundedAndCounted) {
  const RunStatus status = status_of(
      "i=0; while [ $i -lt 9000 ]; do echo line $i; i=$((i+1)); done;"
      "yes '{\"event\":\"check\",\"check\":\"a\",\"verdict\":\"pass\",\"summary\":\"\","
      "\"figures\":{},\"details\":[]}' | head -n 3000 >&2");
  EXPECT_THAT(status.lines, SizeIs(RunMailbox::kMostLines));
  EXPECT_EQ(status.lines.back(), "line 8999");
  EXPECT_THAT(status.checks, SizeIs(RunMailbox::kMostChecks));
  EXPECT_EQ(status.dropped, 7000U + 2500U);
}

TEST_F(RunControlTest, AProgramThatIsNotThereIsTrouble) {
  RunControl control({ui_, book_, samples_, log_, folder_ / "nothing"});
  control.start({.kind = "memory"});
  run_to_its_end(control);
  EXPECT_THAT(control.status().trouble, HasSubstr("cannot execute"));
}

TEST_F(RunControlTest, ARunThatIgnoresItsCancelIsKilled) {
  RunControl control(on("trap '' INT; echo ready; while :; do sleep 0.05; done"),
                     {.cancelled = 200ms, .destroyed = 200ms});
  control.start({.kind = "memory"});
  ui_.run_one();
  control.cancel();
  EXPECT_EQ(control.status().state, RunState::Cancelling);
  run_to_its_end(control);
  EXPECT_EQ(control.status().text, "was killed by signal 9");
  EXPECT_THAT(control.status().trouble, HasSubstr("killed by signal 9"));
}

TEST_F(RunControlTest, ASecondRunIsRefusedWhileOneGoesOn) {
  RunControl control(on("echo ready; exec sleep 1000"));
  control.start({.kind = "memory"});
  ui_.run_one();
  control.start({.kind = "interop"});
  EXPECT_EQ(control.status().kind, "memory");
  EXPECT_EQ(control.status().trouble, "a run is under way");
}

TEST_F(RunControlTest, ARequestThatCannotBeStartsNothing) {
  RunControl control(on("exit 0"));
  control.start({.kind = "latency", .rate = -1});
  EXPECT_EQ(control.status().state, RunState::Idle);
  EXPECT_THAT(control.status().trouble, HasSubstr("rate"));
}

TEST_F(RunControlTest, AUiThreadThatIsBusyLosesNothing) {
  ui_.refuse_from_now_on();
  RunControl control(on(kWholeRun));
  control.start({.kind = "memory"});
  const auto limit = std::chrono::steady_clock::now() + 20s;
  while (control.is_running() && std::chrono::steady_clock::now() < limit) {
    control.look();  // as a redraw does
  }
  EXPECT_EQ(control.status().verdict, "fail");
  EXPECT_THAT(control.status().checks, SizeIs(1));
}

TEST_F(RunControlTest, ALookThatComesAfterItsEndDoesNoHarm) {
  {
    RunControl control(on("echo ready; exec sleep 1000"));
    control.start({.kind = "memory"});
    while (control.status().lines.empty()) {
      ui_.run_one();
    }
    control.cancel();
    while (control.is_running()) {
      ui_.run_one();
    }
    control.start({.kind = "memory"});
  }
  EXPECT_THAT(log_texts(), Contains("orbbench memory"));
}

TEST_F(RunControlTest, ALoadIsDoneByTheTimeThatIsLeft) {
  RunControl control(on(R"(cat >&2 <<'END'
{"event":"interval","series":"a","seconds":1,"calls":1,"errors":0,"p50_us":1,"p90_us":1,"p99_us":1,"p999_us":1,"max_us":1,"left_seconds":3}
END
echo told >&2
exec sleep 1000)"));
  control.start({.kind = "soak"});
  while (control.status().lines.empty()) {
    ui_.run_one();
  }
  EXPECT_EQ(control.status().done, 0.25);
}

}  // namespace
}  // namespace orbbench::console
