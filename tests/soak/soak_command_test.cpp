// `orbbench soak` as its users call it, on real cores: sound ones, and others.

#include <gmock/gmock.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <random>
#include <regex>

#include "core_process.hpp"
#include "orbbench/launcher/kept_database.hpp"
#include "orbbench/metrics/scraper.hpp"
#include "orbbench/orb_client/connection_pool.hpp"
#include "orbbench/orb_client/orb_runtime.hpp"
#include "orbbench/store/results_store.hpp"
#include "soak/interval_form.hpp"
#include "stack_fixture.hpp"

namespace orbbench::tests {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;
using Arguments = std::vector<std::string>;

constexpr int kPass = 0;
constexpr int kFail = 1;
constexpr int kInconclusive = 2;
constexpr int kUsage = 64;
constexpr const char* kAway = "ORBBENCH_RESULTS_URL=postgresql://ada:hunter2@127.0.0.1:1/none";

class SoakCommandTest : public StackFixture {
 protected:
  Arguments environment() const {
    Arguments all = StackFixture::environment();
    all.push_back("XDG_DATA_HOME=" + (folder() / "data").string());
    all.push_back("ORBBENCH_RESULTS_URL=");
    return all;
  }

  /// So many intervals of half a second. Whether p99 drifts is not this machine's to say while
  /// other tests run.
  static Arguments soak(int intervals, const Arguments& further = {}, int rate = 200) {
    Arguments arguments{"soak",
                        "--interval",
                        "0.5",
                        "--drift",
                        "1000",
                        "--warm-up",
                        std::to_string(intervals / 6),
                        "--rate",
                        std::to_string(rate),
                        "--duration",
                        std::to_string(intervals / 2)};
    arguments.insert(arguments.end(), further.begin(), further.end());
    return arguments;
  }

  Finished run(const Arguments& arguments) const {
    CommandRun command(arguments, environment());
    const int status = command.exit_status();
    return {status, command.output(), command.errors()};
  }

  /// A script that starts the reference core with the altering library loaded before it.
  std::string core_with(const std::string& alteration) const {
    return write_core(alteration + " LD_PRELOAD=" ALTERING_LIBRARY " exec " CORE_BINARY " \"$@\"");
  }

  static std::string after(const std::string& output, const std::string& word) {
    std::smatch match;
    return std::regex_search(output, match, std::regex(word + " ([-0-9a-f]+)")) ? match[1].str()
                                                                                : "";
  }

  /// Waits for a soak that serves its metrics to have completed so many seconds.
  static std::size_t await_elapsed(CommandRun& command, double seconds) {
    EXPECT_TRUE(command.await_output("metrics: port "));
    EXPECT_TRUE(command.await_output("soak: "));
    const metrics::Scraper page("http://127.0.0.1:" + after(command.output(), "metrics: port"));
    double elapsed = 0;
    EXPECT_TRUE(eventually([&] {
      elapsed = page.scrape().value("orbbench_soak_elapsed_seconds", {}).value_or(0);
      return elapsed >= seconds;
    }));
    return static_cast<std::size_t>(2 * elapsed);  // intervals
  }

  /// Of the soak, from the store, in order.
  std::vector<bench::SoakInterval> kept_intervals(const std::string& soak) const {
    const auto server = launcher::KeptDatabase::open(folder() / "data/orbbench/results");
    store::ResultsStore store(server.connection_string());
    std::vector<bench::SoakInterval> intervals;
    for (const auto& run : store.list({.kind = bench::kIntervalKind, .limit = 1000})) {
      const auto stored = store.load(run.uuid);
      EXPECT_EQ(stored->fingerprint.at("soak"), soak);
      intervals.push_back(bench::read_interval(*stored));
    }
    std::ranges::sort(intervals, {}, &bench::SoakInterval::index);
    return intervals;
  }

  std::mt19937 random_{std::random_device{}()};
};

TEST_F(SoakCommandTest, ASoundCorePassesAndEachIntervalIsKept) {
  const Finished finished = run(soak(24, {}, 400));
  EXPECT_EQ(finished.status, kPass) << finished.output << finished.errors;
  for (const char* check : {"end", "errors", "latency", "memory", "ledger", "resources"}) {
    EXPECT_THAT(finished.output, ContainsRegex("pass +soak\\." + std::string(check)));
  }
  EXPECT_THAT(finished.errors, HasSubstr(" left  400/s  p50 "));
  const auto intervals = kept_intervals(after(finished.output, "soak:"));
  ASSERT_EQ(intervals.size(), 24U);
  for (std::size_t i = 0; i < intervals.size(); ++i) {
    EXPECT_EQ(intervals[i].index, i);
    EXPECT_EQ(intervals[i].calls.outcomes.calls(), 200U);
  }
  // One may be missing where the machine is busy: the page is given as long as an interval.
  EXPECT_GT(std::ranges::count_if(intervals, [](const auto& one) { return one.core.has_value(); }),
            20);
}

TEST_F(SoakCommandTest, ALeakOf64OctetsACallFails) {
  const Finished finished =
      run(soak(24, {"--core-binary", core_with("ORBBENCH_TEST_LEAK=64")}, 400));
  EXPECT_EQ(finished.status, kFail) << finished.output << finished.errors;
  EXPECT_THAT(finished.output, ContainsRegex("fail +soak\\.memory +anonymous_octets: grows"));
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

TEST_F(SoakCommandTest, ASoakThatIsKilledLosesOneIntervalAtMostAndIsResumed) {
  std::string id;
  std::size_t complete = 0;
  {
    CommandRun killed(soak(16, {"--metrics-port", "0"}), environment());
    complete = await_elapsed(killed, 2);
    id = after(killed.output(), "soak:");
    usleep(std::uniform_int_distribution<useconds_t>(0, 1'500'000)(random_));  // any moment
    killed.send(SIGKILL);
    killed.exit_status();
  }
  const Finished resumed = run({"soak", "--resume", id.substr(0, 8)});
  // So few calls tell nothing of growth.
  EXPECT_THAT(resumed.status, testing::AnyOf(kPass, kInconclusive))
      << resumed.output << resumed.errors;
  EXPECT_THAT(resumed.output, ContainsRegex("pass +soak\\.end"));
  EXPECT_THAT(resumed.output, HasSubstr("none of 1600 calls failed"));
  const auto intervals = kept_intervals(id);
  ASSERT_EQ(intervals.size(), 16U);
  for (std::size_t i = 0; i < intervals.size(); ++i) {
    EXPECT_EQ(intervals[i].index, i);
    EXPECT_EQ(intervals[i].calls.outcomes.calls(), 100U);
  }
  EXPECT_EQ(intervals.back().part, 1U);
  EXPECT_EQ(intervals[complete - 1].part, 0U) << "of " << complete << " that were complete";

  const Finished again = run({"soak", "--resume", id});
  EXPECT_EQ(again.status, kUsage);
  EXPECT_THAT(again.errors, HasSubstr("has come to its end: its result is run " +
                                      after(resumed.output, "\nrun:")));
}

TEST_F(SoakCommandTest, CtrlCEndsItWithItsReport) {
  CommandRun command(soak(200, {"--metrics-port", "0"}), environment());
  await_elapsed(command, 1);
  command.send(SIGINT);
  EXPECT_EQ(command.exit_status(), kInconclusive) << command.output() << command.errors();
  EXPECT_THAT(command.output(), AllOf(ContainsRegex("inconclusive +soak\\.end +interrupted after"),
                                      ContainsRegex("pass +soak\\.errors"), HasSubstr("\nrun: ")));
}

TEST_F(SoakCommandTest, ACoreThatDiesEndsItWithItsLastWords) {
  const auto core = write_core("echo words of the core >&2; exec " CORE_BINARY " \"$@\"");
  CommandRun command(soak(200, {"--metrics-port", "0", "--core-binary", core}), environment());
  await_elapsed(command, 1);
  const auto cores = processes_called("orbbench-core");
  ASSERT_EQ(cores.size(), 1U);
  kill(cores.front(), SIGKILL);
  EXPECT_EQ(command.exit_status(), kFail) << command.output() << command.errors();
  EXPECT_THAT(command.output(),
              AllOf(ContainsRegex("fail +soak\\.end +the core died after"),
                    HasSubstr("! words of the core"), ContainsRegex("fail +soak\\.errors")));
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
  EXPECT_GE(now.value("orbbench_soak_calls_total", {{"outcome", "ok"}}), 200);
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
  expect_refusal({"soak", "--resume", "12345678"}, "there is no run '12345678'");
}

}  // namespace
}  // namespace orbbench::tests
