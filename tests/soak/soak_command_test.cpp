// `orbbench soak` as its users call it, on real cores: sound ones, and others.

#include <gmock/gmock.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>

#include "core_process.hpp"
#include "orbbench/metrics/scraper.hpp"
#include "orbbench/orb_client/connection_pool.hpp"
#include "orbbench/orb_client/orb_runtime.hpp"
#include "orbbench/process/child_process.hpp"
#include "push_gateway.hpp"
#include "soak_fixture.hpp"

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kAway = "ORBBENCH_RESULTS_URL=postgresql://ada:hunter2@127.0.0.1:1/none";

class SoakCommandTest : public SoakFixture {
 protected:
  /// A script that starts the reference core with the altering library loaded before it.
  std::string core_with(const std::string& alteration) const {
    return write_core(alteration + " LD_PRELOAD=" ALTERING_LIBRARY " exec " CORE_BINARY " \"$@\"");
  }
};

TEST_F(SoakCommandTest, ASoundCorePassesAndEachIntervalIsKept) {
  // In its first 5,000 calls a core's memory may still grow.
  const Finished finished = run(soak(60, {}, 400));
  EXPECT_EQ(finished.status, kPass) << finished.output << finished.errors;
  for (const char* check : {"end", "errors", "latency", "memory", "ledger", "resources"}) {
    EXPECT_THAT(finished.output, ContainsRegex("pass +soak\\." + std::string(check)));
  }
  EXPECT_THAT(finished.errors, HasSubstr(" left  400/s  p50 "));
  const auto intervals = kept_intervals(after(finished.output, "soak:"));
  ASSERT_EQ(intervals.size(), 60U);
  for (std::size_t i = 0; i < intervals.size(); ++i) {
    EXPECT_EQ(intervals[i].index, i);
    EXPECT_EQ(intervals[i].calls.outcomes.calls(), 200U);
  }
  // One may be missing where the machine is busy: the page is given as long as an interval.
  EXPECT_GT(std::ranges::count_if(intervals, [](const auto& one) { return one.core.has_value(); }),
            50);
}

TEST_F(SoakCommandTest, ALeakOf64OctetsACallFails) {
  const Finished finished =
      run(soak(24, {"--core-binary", core_with("ORBBENCH_TEST_LEAK=64")}, 400));
  EXPECT_EQ(finished.status, kFail) << finished.output << finished.errors;
  EXPECT_THAT(finished.output, ContainsRegex("fail +soak\\.memory +anonymous_octets: grows"));
  // 64 octets take 80 of the heap; whether it grows cannot always be told of so short a soak.
  EXPECT_THAT(finished.output, ContainsRegex("heap_octets_per_1000_calls=([6-9]|1[01]).[0-9]{3}"));
  EXPECT_THAT(finished.output, Not(HasSubstr("heap_octets: steady")));
  EXPECT_THAT(finished.output, ContainsRegex("pass +soak\\.ledger"));
}

TEST_F(SoakCommandTest, AnAllocatorThatWarmsUpIsNotTakenForALeak) {
  const Finished finished =
      run(soak(24, {"--core-binary", core_with("ORBBENCH_TEST_WARM_UP=2000000")}, 400));
  // Where the system takes pages away meanwhile, the rest cannot be told.
  EXPECT_THAT(finished.status, testing::AnyOf(kPass, kInconclusive)) << finished.output;
  EXPECT_THAT(finished.output, Not(HasSubstr("octets: grows")));
  EXPECT_THAT(finished.output, ContainsRegex("pass +soak\\.errors"));
}

TEST_F(SoakCommandTest, AnObjectThatIsLeftWithAThousandCallsFails) {
  const CoreProcess core;
  {
    orb_client::OrbRuntime runtime;
    orb_client::ConnectionPool pool(runtime, orb_client::Endpoint::parse(core.reference()), {});
    const auto deadline = orb_client::Deadline::after(5s);
    pool.lease(deadline)->inject_fault(orb_client::FaultKind::Leak, "label_text", deadline);
  }
  std::ofstream(folder() / "scenario.json")
      << R"({"name": "rare", "lanes": 4, "duration_s": 20, "warm_up_s": 0,
             "mix": [{"operation": "ping", "weight": 999}, {"operation": "create_and_destroy"}],
             "arrival": {"process": "constant", "rate": 1000}})";
  const Finished finished = run({"soak", (folder() / "scenario.json").string(), "--interval", "0.5",
                                 "--drift", "1000", "--core", core.address(), "--metrics",
                                 "http://127.0.0.1:" + std::to_string(core.ports().metrics)});
  EXPECT_EQ(finished.status, kFail) << finished.output << finished.errors;
  EXPECT_THAT(finished.output, ContainsRegex("fail +soak\\.ledger"));
  EXPECT_THAT(finished.output, HasSubstr("! label_text: live objects"));
}

TEST_F(SoakCommandTest, ATerminalSeesItGoOn) {
  std::map<std::string, std::string> variables;
  for (const std::string& variable : environment()) {
    const auto equals = variable.find('=');
    variables[variable.substr(0, equals)] = variable.substr(equals + 1);
  }
  const std::string command =
      std::string(ORBBENCH_BINARY) + " soak --no-store --interval 0.5 --rate 200 --duration 3";
  // Which runs it on a terminal of its own.
  process::ChildProcess script(
      {.program = "/usr/bin/script",
       .arguments = {"--quiet", "--return", "--command", command, "/dev/null"},
       .environment = variables});
  std::string seen;
  while (seen.find("verdict: ") == std::string::npos) {
    const auto line = script.next_line(30s);
    ASSERT_TRUE(line) << seen;
    seen += *line + '\n';
  }
  EXPECT_THAT(seen, AllOf(ContainsRegex("\\[#+-+\\] +[0-9]+ %  0:00:0[0-9] left  200/s"),
                          ContainsRegex("interval 4 +p50 +[0-9]+ "), HasSubstr("errors 0 of 600"),
                          ContainsRegex("core [0-9.]+ MiB, heap [0-9.]+ MiB")));
}

TEST_F(SoakCommandTest, CtrlCEndsItWithItsReport) {
  CommandRun command(soak(200, {"--metrics-port", "0"}), environment());
  await_elapsed(command, 1);
  command.send(SIGINT);
  EXPECT_EQ(command.exit_status(), kInconclusive) << command.output() << command.errors();
  EXPECT_THAT(command.output(), AllOf(ContainsRegex("inconclusive +soak\\.end +interrupted after"),
                                      ContainsRegex("pass +soak\\.errors"), HasSubstr("\nrun: ")));
}

TEST_F(SoakCommandTest, AResultsServerThatIsAwayTakesNothingFromIt) {
  Arguments away = environment();
  away.insert(away.begin(), kAway);
  std::erase(away, "ORBBENCH_RESULTS_URL=");
  CommandRun command(soak(10, {"--json", (folder() / "out.json").string()}), away);
  EXPECT_THAT(command.exit_status(), testing::AnyOf(kPass, kInconclusive)) << command.errors();
  EXPECT_THAT(command.errors(),
              AllOf(HasSubstr("intervals wait in the spool"), Not(HasSubstr("hunter2"))));
  const fs::directory_iterator spool(folder() / "data/orbbench/spool");
  EXPECT_EQ(std::distance(begin(spool), end(spool)), 10 + 2);  // with the plan and the result
  EXPECT_TRUE(fs::file_size(folder() / "out.json") > 0);
}

TEST_F(SoakCommandTest, MetricsTellOfTheSoakAndOfTheOneBefore) {
  const Finished former = run(soak(4));
  EXPECT_EQ(former.status, kInconclusive) << "too short to tell of growth";
  CommandRun command(soak(16, {"--metrics-port", "0"}), environment());
  await_elapsed(command, 1);
  const metrics::Scraper page("http://127.0.0.1:" + after(command.output(), "metrics: port"));
  const auto now = page.scrape();
  EXPECT_GE(now.value("orbbench_soak_calls_total", {{"outcome", "success"}}), 200);
  EXPECT_EQ(now.value("orbbench_soak_calls_total", {{"outcome", "timeout"}}), 0);
  EXPECT_GT(now.value("orbbench_soak_latency_seconds", {{"quantile", "0.99"}}), 0);
  EXPECT_EQ(now.value("orbbench_soak_planned_seconds", {}), 8);
  EXPECT_EQ(now.value("orbbench_soak_verdict", {{"verdict", "inconclusive"}}), 1);
  EXPECT_EQ(now.value("orbbench_soak_verdict", {{"verdict", "fail"}}), 0);
  EXPECT_GT(now.value("orbbench_soak_last_finished_timestamp_seconds", {}), 1.7e9);
  EXPECT_TRUE(now.value("orbbench_soak_leak_octets_per_1000_calls", {}));
  EXPECT_TRUE(now.value("orbbench_soak_live_objects_per_1000_calls", {}));
  EXPECT_THAT(command.exit_status(), testing::AnyOf(kPass, kInconclusive)) << command.errors();
}

TEST_F(SoakCommandTest, ItsMetricsAreInThePushgatewayWithEachIntervalAndItsVerdictInTheEnd) {
  if (!why_no_push_gateway().empty()) {
    GTEST_SKIP() << why_no_push_gateway();
  }
  const PushGateway gateway;
  const auto value = [&](const char* name, const metrics::Labels& labels) {
    metrics::Labels whole{{"instance", "here"}, {"job", "night"}};
    whole.insert(labels.begin(), labels.end());
    return gateway.page().value(name, whole).value_or(-1);
  };
  CommandRun command(
      soak(8, {"--no-store", "--push", gateway.url() + "/metrics/job/night/instance/here"}),
      environment());
  EXPECT_TRUE(eventually([&] {
    const double elapsed = value("orbbench_soak_elapsed_seconds", {});
    return elapsed >= 0.5 && elapsed < 4;
  })) << "while it runs";
  EXPECT_EQ(value("orbbench_soak_verdict", {{"verdict", "inconclusive"}}), 0);
  EXPECT_EQ(command.exit_status(), kInconclusive) << "too short to tell of growth";
  EXPECT_EQ(value("orbbench_soak_elapsed_seconds", {}), 4);
  EXPECT_EQ(value("orbbench_soak_calls_total", {{"outcome", "success"}}), 800);
  EXPECT_EQ(value("orbbench_soak_verdict", {{"verdict", "inconclusive"}}), 1);
  EXPECT_GT(value("orbbench_soak_last_finished_timestamp_seconds", {}), 1.7e9);
}

TEST_F(SoakCommandTest, WhatCannotBeIsRefusedBeforeAnythingStarts) {
  const auto expect_refusal = [&](const Arguments& arguments, const char* reason) {
    const Finished finished = run(arguments);
    EXPECT_EQ(finished.status, kUsage) << finished.output << finished.errors;
    EXPECT_THAT(finished.errors, HasSubstr(reason));
  };
  std::ofstream(folder() / "closed.json")
      << R"({"name": "c", "mix": [{"operation": "ping"}], "arrival": {"process": "closed"}})";
  expect_refusal({"soak", (folder() / "closed.json").string()}, "a soak needs a rate");
  expect_refusal({"soak", "nowhere.json"}, "cannot read nowhere.json");
  expect_refusal({"soak", "--resume", "12345678", "--rate", "5"}, "is resumed as it was begun");
  expect_refusal({"soak", "--interval", "0"}, "--interval");
  expect_refusal({"soak", "--push", "gateway"}, "the Pushgateway's URL must be http://");
  std::ofstream(folder() / "faults.json")
      << R"({"faults": [{"at_s": 1, "for_s": 1, "fault": "kill_core"}]})";
  const std::string faults = (folder() / "faults.json").string();
  expect_refusal({"soak", "--duration", "1", "--faults", faults}, "goes on beyond the soak");
  expect_refusal({"soak", "--core", "127.0.0.1:1", "--faults", faults}, "is for a private core");
  expect_refusal({"soak", "--resume", "12345678"}, "there is no run '12345678'");
}

}  // namespace
}  // namespace orbbench::tests
