// `orbbench latency` where its own generator is what is wrong, and on the HTTP side of a stack.

#include <gmock/gmock.h>

#include <csignal>
#include <nlohmann/json.hpp>
#include <regex>
#include <string>
#include <thread>

#include "command_run.hpp"
#include "core_process.hpp"
#include "frozen_process.hpp"
#include "orbbench/metrics/scraper.hpp"
#include "orbbench/orb_client/deadline.hpp"
#include "own_folder.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

constexpr int kInvalid = 3;
constexpr int kUsage = 64;

class GeneratorCommandTest : public testing::Test {
 protected:
  std::string written(const json& scenario) const {
    return folder_.write("scenario.json", scenario.dump());
  }
  std::string result_file() const { return folder_ / "out.json"; }

  json check() const { return json::parse(folder_.read("out.json"))["checks"][0]; }

  OwnFolder folder_;
};

class GeneratorOnCoreTest : public GeneratorCommandTest {
 protected:
  std::vector<std::string> on_core(std::vector<std::string> further) const {
    further.insert(further.begin(), {"latency", "--core", core_.address(), "--metrics", metrics(),
                                     "--json", result_file()});
    return further;
  }
  std::string metrics() const {
    return "http://127.0.0.1:" + std::to_string(core_.ports().metrics);
  }

  void await_pings(double count) const {
    const metrics::Scraper page(metrics(), {.timeout = 10s});
    const metrics::Labels ping{{"service", "orb-core"}, {"operation", "ping"}};
    const orb_client::Deadline deadline = orb_client::Deadline::after(20s);
    while (page.scrape().value("polyorb_orb_requests_total", ping).value_or(0) < count) {
      ASSERT_FALSE(deadline.expired()) << "the load never came";
      std::this_thread::yield();
    }
  }

  const CoreProcess core_;
};

// A tenth of the calls is due while the generator stands still. None of them says anything of the
// core, so that the series is worth nothing.
TEST_F(GeneratorOnCoreTest, AGeneratorThatStoodStillMakesTheSeriesInvalid) {
  const json scenario{{"name", "pings"},
                      {"lanes", 2},
                      {"warm_up_s", 0},
                      {"duration_s", 4},
                      {"mix", {{{"operation", "ping"}}}},
                      {"arrival", {{"process", "constant"}, {"rate", 500}}}};
  CommandRun command(on_core({written(scenario)}), {});
  await_pings(100);
  {
    const FrozenProcess frozen(command.pid());
    std::this_thread::sleep_for(400ms);  // how long it stands still
  }
  EXPECT_EQ(command.exit_status(), kInvalid) << command.output();
  // Of its lanes, or of the floor's where those were in mid-call.
  const std::string summary = check()["summary"];
  std::smatch lateness;
  ASSERT_TRUE(std::regex_search(summary, lateness,
                                std::regex("the generator was late: lateness p99 ([0-9.]+) us|"
                                           "the floor's lane was late by ([0-9.]+) us")))
      << summary;
  EXPECT_GT(std::stod(lateness[lateness[1].matched ? 1 : 2]), 50'000) << summary;
}

TEST_F(GeneratorOnCoreTest, ARateBeyondTheGeneratorIsRefusedWithOneThatItHolds) {
  CommandRun command(on_core({"--rate", "900000", "--duration", "600"}), {});
  EXPECT_EQ(command.exit_status(), kInvalid) << command.errors();
  EXPECT_THAT(check()["summary"].get<std::string>(),
              AllOf(StartsWith("refused: this generator holds "), HasSubstr("and not 900000")));
  EXPECT_EQ(check()["figures"]["offered_calls_per_second"], 900'000);
  EXPECT_LT(check()["figures"]["held_calls_per_second"], 900'000);
  EXPECT_FALSE(check()["figures"].contains("latency_us_p50")) << "nothing was measured";
}

TEST_F(GeneratorOnCoreTest, AScenarioOfTheWidgetApiNeedsAGateway) {
  const json scenario{{"name", "reads"},
                      {"target", "http"},
                      {"mix", {{{"operation", "get"}}}},
                      {"arrival", {{"process", "closed"}}}};
  CommandRun command(on_core({written(scenario)}), {"API_GATEWAY_URL="});
  EXPECT_EQ(command.exit_status(), kUsage) << command.output();
  EXPECT_THAT(command.errors(), HasSubstr("add --gateway"));
}

// Each operation, through the gateway and straight at the widget core of a private stack.
class GeneratorOnStackTest : public GeneratorCommandTest,
                             public testing::WithParamInterface<const char*> {};

TEST_P(GeneratorOnStackTest, CallsEveryOperationOfTheWidgetApi) {
  const json scenario{{"name", "all"},
                      {"target", GetParam()},
                      {"lanes", 2},
                      {"warm_up_s", 0},
                      {"duration_s", 1},
                      {"mix",
                       {{{"operation", "get"}, {"weight", 3}},
                        {{"operation", "list"}},
                        {{"operation", "invoke"}},
                        {{"operation", "create_and_delete"}, {"octets", 32}}}},
                      {"arrival", {{"process", "closed"}}}};
  CommandRun command({"latency", written(scenario), "--json", result_file()}, {});
  command.exit_status();
  const json figures = check()["figures"];
  EXPECT_EQ(figures["errors"], 0) << command.output();
  EXPECT_GT(figures["calls"], 50);
  EXPECT_GT(figures["latency_us_p50"], 0);
}

INSTANTIATE_TEST_SUITE_P(EachWay, GeneratorOnStackTest, testing::Values("http", "widget_core"),
                         [](const auto& way) { return std::string(way.param); });

}  // namespace
}  // namespace orbbench::tests
