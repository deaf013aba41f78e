// The lines themselves, without a command.

#include <gmock/gmock.h>

#include <limits>
#include <sstream>
#include <thread>

#include "command/live_intervals.hpp"
#include "command/progress_events.hpp"
#include "progress_lines.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using namespace bench;
using nlohmann::json;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class ProgressEventsTest : public testing::Test {
 protected:
  Events told() const { return events_of(output_.str()); }

  std::ostringstream output_;
  ProgressEvents events_{output_};
};

CheckResult sample_check() {
  CheckResult check;
  check.name = "witness.transient";
  check.verdict = Verdict::Fail;
  check.summary = "seen";
  check.figures = {{"copies", 2}};
  check.evidence = {"one line"};
  check.tables = {{"exposure", {"path", "place"}, {{"create", "heap"}}},
                  {"ledger", {"site"}, {{"1"}}}};
  return check;
}

TEST_F(ProgressEventsTest, AreSilentUntilTheyAreWanted) {
  events_.check(sample_check());
  events_.ended(0);
  EXPECT_EQ(output_.str(), "");
}

TEST_F(ProgressEventsTest, ACheckHasItsEvidenceAndThePlacesAsDetails) {
  events_.turn_on();
  events_.check(sample_check());
  EXPECT_THAT(told(), ElementsAre(json{{"event", "check"},
                                       {"check", "witness.transient"},
                                       {"verdict", "fail"},
                                       {"summary", "seen"},
                                       {"figures", {{"copies", 2.0}}},
                                       {"details", {"one line", "path create; place heap"}}}));
}

TEST_F(ProgressEventsTest, WhatJsonCannotSayIsLeftOut) {
  events_.turn_on();
  CheckResult check = sample_check();
  check.summary = "not UTF-8: \xff, and a\nline";
  check.figures = {{"ratio", std::numeric_limits<double>::quiet_NaN()}};
  events_.check(check);
  ASSERT_THAT(told(), SizeIs(1));
  EXPECT_THAT(told()[0]["figures"], IsEmpty());
}

TEST_F(ProgressEventsTest, ManyDetailsAreCutOff) {
  events_.turn_on();
  CheckResult check = sample_check();
  check.evidence.assign(10'000, "line");
  events_.check(check);
  const json details = told()[0]["details"];
  ASSERT_THAT(details, SizeIs(501));
  EXPECT_EQ(details.back(), "and 9501 more");
}

TEST_F(ProgressEventsTest, TheEndNamesTheVerdictOfTheExitCodeAndTheRun) {
  events_.turn_on();
  events_.kept("0f");
  for (const int code : {0, 1, 2, 3, 64, 130}) {
    events_.ended(code);
  }
  std::vector<std::string> verdicts;
  for (const json& event : told()) {
    verdicts.push_back(event["verdict"]);
    EXPECT_EQ(event["run"], "0f");
  }
  EXPECT_THAT(verdicts, ElementsAre("pass", "fail", "inconclusive", "invalid", "", ""));
}

TEST_F(ProgressEventsTest, LinesOfManyThreadsStayWhole) {
  events_.turn_on();
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([this] {
        for (int j = 0; j < 200; ++j) {
          events_.progress(std::string(300, 'x'));
        }
      });
    }
  }
  EXPECT_THAT(told(), SizeIs(800));
}

TEST_F(ProgressEventsTest, LiveIntervalsCountEachCallOnce) {
  events_.turn_on();
  {
    const auto nothing = [] {};
    const auto failing = [] { throw std::runtime_error("no"); };
    const LiveIntervals live(events_, "latency.ping", 1h, {nothing, failing});
    for (int i = 0; i < 50; ++i) {
      live.lanes()[0]();
      EXPECT_THROW(live.lanes()[1](), std::runtime_error);
    }
  }
  int calls = 0;
  int errors = 0;
  for (const json& event : told()) {
    EXPECT_EQ(event["series"], "latency.ping");
    calls += event["calls"].get<int>();
    errors += event["errors"].get<int>();
  }
  EXPECT_EQ(calls, 100);
  EXPECT_EQ(errors, 50);
}

TEST_F(ProgressEventsTest, LiveIntervalsComeEachSecond) {
  events_.turn_on();
  const auto begun = std::chrono::steady_clock::now();
  {
    const LiveIntervals live(events_, "latency.ping", 1h, {[] {}});
    while (std::chrono::steady_clock::now() - begun < 1200ms) {
      live.lanes()[0]();
    }
  }
  const Events told_events = told();
  ASSERT_THAT(told_events, SizeIs(testing::Ge(2U)));
  EXPECT_GE(told_events[0]["seconds"], 1.0);
  EXPECT_LT(told_events[0]["seconds"], 1.2);
  EXPECT_LT(told_events[0]["left_seconds"], 3600);
}

TEST_F(ProgressEventsTest, LiveIntervalsLeaveTheLanesAloneWhereNobodyWatches) {
  {
    const LiveIntervals live(events_, "latency.ping", 1s, {[] {}});
    live.lanes()[0]();
  }
  EXPECT_EQ(output_.str(), "");
}

}  // namespace
}  // namespace orbbench::tests
