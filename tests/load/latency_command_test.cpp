// `orbbench latency` as its users call it, on real cores.

#include <gmock/gmock.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>

#include "command_run.hpp"
#include "core_process.hpp"
#include "frozen_process.hpp"
#include "orbbench/metrics/scraper.hpp"
#include "orbbench/orb_client/connection_pool.hpp"
#include "orbbench/orb_client/orb_runtime.hpp"
#include "own_folder.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;
using Arguments = std::vector<std::string>;

constexpr int kFail = 1;
constexpr int kInvalid = 3;
constexpr int kUsage = 64;

class LatencyCommandTest : public testing::Test {
 protected:
  /// The command on this test's core, which writes out.json.
  Arguments on_core(Arguments further) const {
    Arguments arguments{"latency",
                        "--core",
                        core_.address(),
                        "--metrics",
                        "http://127.0.0.1:" + std::to_string(core_.ports().metrics),
                        "--json",
                        (folder_ / "out.json").string()};
    arguments.insert(arguments.end(), further.begin(), further.end());
    return arguments;
  }

  std::string scenario(const std::string& text) const {
    return folder_.write("scenario.json", text);
  }

  nlohmann::json check(std::size_t index = 0) const {
    return nlohmann::json::parse(folder_.read("out.json"))["checks"][index];
  }

  /// Without a warm-up: what the core has served is the load.
  std::string pings(int rate, int seconds) const {
    const nlohmann::json document{{"name", "pings"},
                                  {"lanes", 1},
                                  {"warm_up_s", 0},
                                  {"duration_s", seconds},
                                  {"mix", {{{"operation", "ping"}}}},
                                  {"arrival", {{"process", "constant"}, {"rate", rate}}}};
    return scenario(document.dump());
  }

  /// The reference core, which writes down each of its starts.
  std::string counted_core() const {
    // Of root's stacks a core runs as another user.
    std::filesystem::permissions(folder_.write("starts", ""), std::filesystem::perms(0666));
    const std::string script = folder_.write(
        "counted-core", "#!/bin/sh\necho started >> " + (folder_ / "starts").string() +
                            "\nexec " CORE_BINARY + " \"$@\"\n");
    std::filesystem::permissions(script, std::filesystem::perms(0755));
    return script;
  }

  void await_pings(double count) const {
    const metrics::Scraper page("http://127.0.0.1:" + std::to_string(core_.ports().metrics));
    const metrics::Labels ping{{"service", "orb-core"}, {"operation", "ping"}};
    const orb_client::Deadline deadline = orb_client::Deadline::after(20s);
    while (page.scrape().value("polyorb_orb_requests_total", ping).value_or(0) < count) {
      ASSERT_FALSE(deadline.expired()) << "the load never came";
      std::this_thread::yield();
    }
  }

  static void expect_refused(const Arguments& arguments, const std::string& reason) {
    CommandRun command(arguments, {});
    EXPECT_EQ(command.exit_status(), kUsage) << command.output() << command.errors();
    EXPECT_THAT(command.errors(), AllOf(StartsWith("orbbench: "), HasSubstr(reason)));
    EXPECT_EQ(std::count(command.errors().begin(), command.errors().end(), '\n'), 1);
  }

  OwnFolder folder_;
  const CoreProcess core_;
};

TEST_F(LatencyCommandTest, PrintsWhatItWrites) {
  CommandRun command(on_core({"--rate", "500", "--duration", "1"}), {});
  command.exit_status();  // valid or not, as the machine lets it
  const nlohmann::json figures = check()["figures"];
  EXPECT_EQ(figures["calls"], 500);
  EXPECT_EQ(figures["errors"], 0);
  for (const char* name : {"latency_us_p50", "latency_us_p99", "lateness_us_p99", "floor_us_p50"}) {
    EXPECT_THAT(command.output(), HasSubstr(std::string(name) + "=" + figures[name].dump()));
  }
}

// 400 ms of silence in 2 s of 500 calls a second: a fifth of the calls is due meanwhile, and waits
// between 400 ms and nothing, evenly. So a tenth of all waits for 200 ms and more.
TEST_F(LatencyCommandTest, AStallOfTheCoreIsChargedToEachCallThatWasDue) {
  CommandRun command(on_core({pings(500, 2)}), {});
  await_pings(100);
  {
    const FrozenProcess frozen(core_.pid());
    std::this_thread::sleep_for(400ms);  // the stall
  }
  command.exit_status();
  const nlohmann::json figures = check()["figures"];
  ASSERT_EQ(figures["calls"], 1000);
  EXPECT_GT(figures["latency_us_p95"], 200'000);
  EXPECT_LT(figures["latency_us_p95"], 450'000);
  EXPECT_LT(figures["from_sent_us_p99"], 100'000) << "one call alone was sent into the silence";
}

TEST_F(LatencyCommandTest, ALimitThatDoesNotHoldFails) {
  orb_client::OrbRuntime runtime;
  orb_client::ConnectionPool pool(runtime, orb_client::Endpoint::parse(core_.reference()),
                                  {.lanes = 1, .waiters = 0});
  const auto deadline = orb_client::Deadline::after(20s);
  pool.lease(deadline)->delay_replies(20ms, 0, deadline);
  Finished finished;
  finished.status = kInvalid;
  // Of 20 calls one late one is the p99.
  for (int attempt = 0; attempt < 3 && finished.status == kInvalid; ++attempt) {
    finished = finish(
        on_core({"--rate", "20", "--duration", "1", "--lanes", "2", "--slo-p99-ms", "10"}), {});
  }
  EXPECT_EQ(finished.status, kFail) << finished.output;
  EXPECT_GT(check()["figures"]["latency_us_p50"], 20'000);
  EXPECT_THAT(finished.output, HasSubstr("limit of p99 10000 us"));
}

TEST_F(LatencyCommandTest, CallsEveryOperationOfAMix) {
  const std::string mix = scenario(R"({"name": "all", "lanes": 2, "warm_up_s": 0, "duration_s": 0.5,
    "mix": [{"operation": "ping"}, {"operation": "echo_octets", "octets": 1000},
            {"operation": "echo_string", "octets": 10}, {"operation": "notify"},
            {"operation": "invoke"}, {"operation": "create_and_destroy", "octets": 32}],
    "arrival": {"process": "closed"}})");
  CommandRun command(on_core({mix}), {});
  command.exit_status();
  EXPECT_EQ(check()["name"], "latency.all");
  EXPECT_EQ(check()["figures"]["errors"], 0) << command.output();
  EXPECT_GT(check()["figures"]["calls"], 50);
  EXPECT_FALSE(check()["figures"].contains("floor_us_p50")) << "it was not measured";
  orb_client::OrbRuntime runtime;
  orb_client::ConnectionPool pool(runtime, orb_client::Endpoint::parse(core_.reference()),
                                  {.lanes = 1, .waiters = 0});
  const auto deadline = orb_client::Deadline::after(20s);
  EXPECT_TRUE(pool.lease(deadline)->list_widgets(0, 10, deadline).empty()) << "a widget was left";
}

TEST_F(LatencyCommandTest, MeasuresACurveAtEachRate) {
  CommandRun command(on_core({"--rates", "100,200", "--duration", "0.5"}), {});
  command.exit_status();
  EXPECT_EQ(check(0)["name"], "latency.ping@100");
  EXPECT_EQ(check(0)["figures"]["calls"], 50);
  EXPECT_EQ(check(1)["name"], "latency.ping@200");
  EXPECT_EQ(check(1)["figures"]["calls"], 100);
}

TEST_F(LatencyCommandTest, EndsOnRequestWithWhatItHas) {
  CommandRun command(on_core({pings(200, 600)}), {});
  await_pings(20);
  command.send(SIGINT);
  EXPECT_EQ(command.exit_status(), kInvalid);
  EXPECT_THAT(check()["summary"], HasSubstr("interrupted"));
  EXPECT_GT(check()["figures"]["calls"], 0);
}

TEST_F(LatencyCommandTest, RefusesWhatMakesNoSenseInOneLine) {
  expect_refused({"latency", "no-such-file"}, "cannot read no-such-file");
  expect_refused({"latency", scenario("{}")}, "scenario: name is missing");
  expect_refused({"latency", "--capacity"}, "--slo-p99-ms");
  expect_refused({"latency", "--rate", "0"}, "--rate");
  expect_refused({"latency", "--json", "/no/such/folder/out.json"}, "cannot write");
}

TEST_F(LatencyCommandTest, EachStartIsMeasuredOnACoreOfItsOwn) {
  CommandRun command({"latency", pings(200, 1), "--starts", "3", "--core-binary", counted_core(),
                      "--json", folder_ / "out.json"},
                     {});
  const int status = command.exit_status();
  EXPECT_TRUE(status == 0 || status == kInvalid) << command.output() << command.errors();
  EXPECT_EQ(folder_.read("starts"), "started\nstarted\nstarted\n");
  EXPECT_EQ(check()["figures"]["repeats"], 2);
  EXPECT_GE(check()["figures"].value("left_out", -1), 0) << "what is left out is counted";
  EXPECT_EQ(check()["figures"]["calls"], 600);
}

}  // namespace
}  // namespace orbbench::tests
