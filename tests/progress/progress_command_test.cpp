// What the commands tell with --progress json, as a program that watches them reads it.

#include <gmock/gmock.h>

#include <csignal>
#include <filesystem>

#include "command_run.hpp"
#include "core_process.hpp"
#include "own_folder.hpp"
#include "progress_lines.hpp"

namespace orbbench::tests {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::ElementsAre;
using testing::Ge;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;
using Arguments = std::vector<std::string>;

constexpr int kInvalid = 3;
constexpr int kUsage = 64;

class ProgressCommandTest : public testing::Test {
 protected:
  Arguments on_core(const Arguments& given) const {
    Arguments arguments = given;
    for (const std::string& further :
         {std::string("--core"), core_.address(), std::string("--metrics"),
          "http://127.0.0.1:" + std::to_string(core_.ports().metrics) + "/metrics",
          std::string("--progress"), std::string("json")}) {
      arguments.push_back(further);
    }
    return arguments;
  }

  CoreProcess core_;
};

/// Each stream of a command begins and ends so, whatever is told between.
void expect_whole(const Events& events, const std::string& kind, const Finished& finished) {
  ASSERT_THAT(events, SizeIs(Ge(2U))) << finished.errors;
  EXPECT_EQ(events.front().value("event", ""), "started");
  EXPECT_EQ(events.front().value("kind", ""), kind);
  EXPECT_EQ(events.back().value("event", ""), "ended");
  EXPECT_EQ(events.back().value("exit_code", -1), finished.status);
  EXPECT_THAT(named(events, "ended"), SizeIs(1));
}

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

TEST_F(ProgressCommandTest, ValidateTellsEachCheckAsItEnds) {
  const Finished finished =
      finish(on_core({"validate", "--checks", "core.reachable,ledger.coverage"}), {});
  const Events events = events_of(finished.errors);
  expect_whole(events, "validate", finished);
  EXPECT_EQ(events.front()["checks"], json({"core.reachable", "ledger.coverage"}));
  const Events checks = named(events, "check");
  ASSERT_THAT(checks, SizeIs(2)) << finished.errors;
  EXPECT_EQ(checks[0]["check"], "core.reachable");
  EXPECT_EQ(checks[0]["verdict"], "pass");
  EXPECT_THAT(finished.output, HasSubstr(checks[0]["summary"].get<std::string>()));
  EXPECT_EQ(checks[1]["check"], "ledger.coverage");
  EXPECT_THAT(checks[1]["figures"], Not(IsEmpty()));
  EXPECT_THAT(named(events, "progress"), Not(IsEmpty()));
  EXPECT_EQ(events.back()["run"], "");
}

TEST_F(ProgressCommandTest, StandardOutputIsThatOfText) {
  Arguments arguments = on_core({"validate", "--checks", "core.reachable"});
  const Finished watched = finish(arguments, {});
  arguments.back() = "text";
  const Finished read = finish(arguments, {});
  EXPECT_EQ(watched.status, read.status);
  EXPECT_THAT(read.output, StartsWith("pass"));
  EXPECT_EQ(first_line(watched.output).substr(0, 30), first_line(read.output).substr(0, 30));
  EXPECT_THAT(watched.output, HasSubstr("verdict: pass"));
  EXPECT_THAT(read.errors, Not(HasSubstr("{")));
}

TEST_F(ProgressCommandTest, LatencyTellsWhatEachSecondBrought) {
  const Finished finished =
      finish(on_core({"latency", "--rate", "200", "--duration", "3", "--lanes", "2"}), {});
  const Events events = events_of(finished.errors);
  expect_whole(events, "latency", finished);
  const Events intervals = named(events, "interval");
  ASSERT_THAT(intervals, SizeIs(testing::AllOf(Ge(3U), testing::Le(5U)))) << finished.errors;
  double calls = 0;
  for (const json& interval : intervals) {
    EXPECT_THAT(interval["series"], StartsWith("latency."));
    EXPECT_EQ(interval["errors"], 0);
    EXPECT_GT(interval["p50_us"], 0);
    EXPECT_LE(interval["p50_us"], interval["p999_us"]);
    EXPECT_LE(interval["p999_us"], interval["max_us"]);
    calls += interval["calls"].get<double>();
  }
  EXPECT_EQ(calls, 600);
  EXPECT_GT(intervals.front()["left_seconds"], intervals.back()["left_seconds"]);
  EXPECT_THAT(named(events, "check"), SizeIs(1));
}

TEST_F(ProgressCommandTest, SoakTellsEachInterval) {
  const Finished finished = finish(on_core({"soak", "--no-store", "--interval", "0.5", "--rate",
                                            "100", "--duration", "3", "--warm-up", "0"}),
                                   {});
  const Events events = events_of(finished.errors);
  expect_whole(events, "soak", finished);
  const Events intervals = named(events, "interval");
  ASSERT_THAT(intervals, SizeIs(6)) << finished.errors;
  EXPECT_EQ(intervals.front()["calls"], 50);
  EXPECT_DOUBLE_EQ(intervals.front()["left_seconds"], 2.5);
  EXPECT_DOUBLE_EQ(intervals.back()["left_seconds"], 0);
  EXPECT_THAT(named(events, "check"), SizeIs(Ge(5U)));
}

TEST_F(ProgressCommandTest, ASoakThatIsInterruptedEndsItsStream) {
  CommandRun command(on_core({"soak", "--no-store", "--interval", "0.5", "--rate", "100",
                              "--duration", "600", "--warm-up", "0"}),
                     {});
  ASSERT_TRUE(command.await_error("\"interval\""));
  command.send(SIGINT);
  const int status = command.exit_status();
  const Events events = events_of(command.errors());
  expect_whole(events, "soak", {status, command.output(), command.errors()});
  EXPECT_NE(status, 0);
  EXPECT_NE(events.back()["verdict"], "pass");
}

TEST_F(ProgressCommandTest, InteropTellsThePeers) {
  const Finished finished = finish(
      {"interop", "--peer", "core=" + core_.reference(), "--case", "echo/*", "--progress", "json"},
      {});
  const Events events = events_of(finished.errors);
  expect_whole(events, "interop", finished);
  const Events checks = named(events, "check");
  ASSERT_THAT(checks, SizeIs(2)) << finished.errors;
  EXPECT_EQ(checks[1]["check"], "interop.core");
}

TEST_F(ProgressCommandTest, ARunThatIsKeptIsNamed) {
  const OwnFolder folder;
  const Finished finished =
      finish(on_core({"validate", "--store", "--checks", "core.reachable"}),
             {"ORBBENCH_RESULTS_URL=postgresql://nobody@127.0.0.1:1/none",
              "XDG_DATA_HOME=" + folder.path().string(), "HOME=" + folder.path().string()});
  const Events events = events_of(finished.errors);
  expect_whole(events, "validate", finished);
  const std::string run = events.back()["run"];
  EXPECT_THAT(run, SizeIs(36));
  EXPECT_THAT(finished.output, HasSubstr("run: " + run));
}

TEST_F(ProgressCommandTest, WhatIsWrongWithTheOptionsIsAnEvent) {
  const Finished finished =
      finish({"validate", "--checks", "no.such.check", "--progress", "json"}, {});
  EXPECT_EQ(finished.status, kUsage);
  const Events events = events_of(finished.errors);
  ASSERT_THAT(events, SizeIs(2)) << finished.errors;
  EXPECT_THAT(events[0]["text"], HasSubstr("no.such.check"));
  EXPECT_EQ(events[1],
            json({{"event", "ended"}, {"verdict", ""}, {"exit_code", kUsage}, {"run", ""}}));
}

TEST_F(ProgressCommandTest, ACoreThatDoesNotStartIsAnEvent) {
  const Finished finished =
      finish({"memory", "--core-binary", "/bin/false", "--progress", "json"}, {});
  const Events events = events_of(finished.errors);
  expect_whole(events, "memory", finished);
  EXPECT_NE(finished.status, 0);
  EXPECT_THAT(named(events, "error"), SizeIs(1));
}

TEST_F(ProgressCommandTest, AFormThatIsNoneIsRefused) {
  const Finished finished = finish({"validate", "--progress", "xml"}, {});
  EXPECT_EQ(finished.status, kUsage);
  EXPECT_THAT(finished.errors, HasSubstr("--progress"));
}

class ProgressOptionTest : public testing::TestWithParam<const char*> {};

TEST_P(ProgressOptionTest, IsKnownToTheCommand) {
  EXPECT_THAT(finish({GetParam(), "--help"}, {}).output, HasSubstr("--progress"));
}

INSTANTIATE_TEST_SUITE_P(Commands, ProgressOptionTest,
                         testing::Values("validate", "latency", "soak", "compare", "memory",
                                         "interop", "selfcheck"),
                         [](const auto& test) { return std::string(test.param); });

}  // namespace
}  // namespace orbbench::tests
