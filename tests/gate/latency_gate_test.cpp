// `orbbench latency` with a baseline, as its users call it, on a real core and a real database.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "command_run.hpp"
#include "loaded_core.hpp"
#include "orbbench/metrics/hdr_histogram_codec.hpp"
#include "orbbench/metrics/interval_log.hpp"
#include "orbbench/store/run_json.hpp"
#include "own_folder.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::AnyOf;
using testing::HasSubstr;
using testing::StartsWith;
using Arguments = std::vector<std::string>;

constexpr int kPass = 0;
constexpr int kFail = 1;
constexpr int kInconclusive = 2;
constexpr int kInvalid = 3;
constexpr int kUsage = 64;
constexpr const char* kWide = "p50=5,p95=50,p99=100";

class LatencyGateTest : public testing::Test {
 protected:
  Finished run(const Arguments& arguments) const {
    return finish(arguments, {"XDG_DATA_HOME=" + (folder_ / "data").string(),
                              "ORBBENCH_RESULTS_URL=", "ORBBENCH_COMMIT=abc123"});
  }

  /// 1000 calls a second.
  Finished latency(const Arguments& further, const char* seconds = "1.5",
                   const char* lanes = "8") const {
    Arguments arguments{"--duration", seconds, "--lanes", lanes, "--json", file("json")};
    arguments.insert(arguments.end(), further.begin(), further.end());
    if (std::ranges::find(further, "--rates") == further.end()) {
      arguments.insert(arguments.end(), {"--rate", "1000"});
    }
    return run(core_.latency(arguments));
  }

  void set_baseline() const {
    const Finished measured = latency({"--store"});
    const std::string id = run_id_in(measured.output);
    ASSERT_EQ(run({"baseline", "set", "main", id}).status, 0) << measured.output << measured.errors;
  }

  std::string file(const std::string& kind) const { return folder_ / ("latency." + kind); }
  json check(const std::string& name) const {
    const json result = json::parse(folder_.read("latency.json"));
    for (const json& one : result["checks"]) {
      if (one["name"] == name) {
        return one;
      }
    }
    return {};
  }

  /// The bench refuses to judge then, and so the test has nothing to judge.
  static bool is_disturbed(const Finished& finished) {
    return finished.output.find("other work took") != std::string::npos ||
           finished.output.find("the generator ") != std::string::npos;
  }

  /// A baseline, and a run against it whose replies come so much later; both anew, six times at the
  /// most, while the machine is busy with other work.
  Finished against_baseline(std::chrono::milliseconds held_back, const Arguments& further = {},
                            const char* seconds = "1.5") {
    Arguments arguments{"--baseline", "main", "--margin", kWide};
    arguments.insert(arguments.end(), further.begin(), further.end());
    Finished finished;
    for (int attempt = 0; attempt < 6; ++attempt) {
      core_.hold_replies_back(0ms);
      set_baseline();
      core_.hold_replies_back(held_back);
      finished = latency(arguments, seconds);
      if (!is_disturbed(finished)) {
        break;
      }
    }
    return finished;
  }

  OwnFolder folder_;
  LoadedCore core_;
};

TEST_F(LatencyGateTest, TheSameCorePasses) {
  const Finished finished = against_baseline(0ms);
  if (is_disturbed(finished)) {
    EXPECT_NE(finished.status, kFail) << finished.output;
    GTEST_SKIP() << "the machine is busy with other work";
  }
  EXPECT_EQ(finished.status, kPass) << finished.output << finished.errors;
  EXPECT_EQ(check("gate.ping")["verdict"], "pass");
  EXPECT_EQ(check("gate.ping")["tables"]["ratios"]["rows"].size(), 9U);
}

TEST_F(LatencyGateTest, ASlowerCoreFails) {
  const Finished finished = against_baseline(3ms);
  if (is_disturbed(finished)) {
    EXPECT_NE(finished.status, kPass) << finished.output;
    GTEST_SKIP() << "the machine is busy with other work";
  }
  EXPECT_EQ(finished.status, kFail) << finished.output << finished.errors;
  EXPECT_GT(check("gate.ping")["figures"]["ratio_p50"], 6);
  // Where the floor has moved too, ratios to it alone gate.
  EXPECT_THAT(finished.output, AnyOf(HasSubstr("p50 is worse than its margin allows"),
                                     HasSubstr("p50_to_floor is worse than its margin allows")));
}

TEST_F(LatencyGateTest, AnInconclusiveOneIsRepeatedAsOftenAsWasDeclared) {
  const Finished finished =
      against_baseline(0ms, {"--repeats", "2", "--hlog", file("hlog")}, "0.2");
  if (is_disturbed(finished)) {
    GTEST_SKIP() << "the machine is busy with other work";
  }
  EXPECT_EQ(finished.status, kInconclusive) << finished.output;
  EXPECT_EQ(check("gate.ping")["figures"]["repeats"], 2);
  EXPECT_EQ(check("latency.ping")["figures"]["calls"], 600) << "all are judged together";
  EXPECT_THAT(finished.output, HasSubstr("rests on too few calls"));
}

TEST_F(LatencyGateTest, KeepsFiguresTablesAndHistograms) {
  latency({"--store", "--junit", file("xml")});
  const json runs = json::parse(run({"history", "--json"}).output);
  ASSERT_EQ(runs.size(), 1U);
  EXPECT_EQ(runs[0]["kind"], "latency");
  ASSERT_EQ(run({"baseline", "set", "main", runs[0]["uuid"]}).status, 0);
  const store::StoredRun kept = store::parse_run(run({"baseline", "show", "main"}).output);
  const json figures = check("latency.ping")["figures"];
  std::size_t compared = 0;
  for (const store::StoredFigure& figure : kept.figures) {
    if (figure.check == "latency.ping") {
      EXPECT_EQ(figures[figure.name].get<double>(), figure.value) << figure.name;
      ++compared;
    }
  }
  EXPECT_EQ(compared, figures.size());
  EXPECT_THAT(folder_.read("latency.xml"),
              HasSubstr("latency_us_p99\" value=\"" + figures["latency_us_p99"].dump() + "\""));
  std::set<std::string> names;
  for (const store::StoredHistogram& histogram : kept.histograms) {
    names.insert(histogram.name);
    if (histogram.name == "latency.ping/latency") {
      EXPECT_EQ(metrics::decode_hdr(histogram.octets).count(), figures["calls"]);
    }
  }
  for (const char* name : {"latency", "from_sent", "lateness", "floor", "latency/0", "latency/29",
                           "floor/0", "floor/29"}) {
    EXPECT_TRUE(names.contains(std::string("latency.ping/") + name)) << name;
  }
  ASSERT_EQ(kept.tables.size(), 1U);
  EXPECT_EQ(kept.tables[0].name, "scenario");
}

TEST_F(LatencyGateTest, TheIntervalLogAddsUpToTheResult) {
  latency({"--rates", "500,1000", "--hlog", file("hlog")}, "0.3");
  std::ifstream log(file("hlog"));
  metrics::IntervalLogReader reader(log);
  std::map<std::string, std::uint64_t> calls;
  for (auto interval = reader.next(); interval; interval = reader.next()) {
    calls[interval->tag] += interval->histogram.count();
  }
  EXPECT_EQ(calls.at("latency.ping@500/latency"), 150U);
  EXPECT_EQ(calls.at("latency.ping@1000/latency"), 300U);
  EXPECT_EQ(calls.at("latency.ping@1000/floor"), 300U);
  EXPECT_EQ(calls.size(), 8U);
}

TEST_F(LatencyGateTest, AnotherLoadThanTheBaselinesIsInvalid) {
  set_baseline();
  const Finished finished = latency({"--baseline", "main"}, "1.5", "2");
  EXPECT_EQ(finished.status, kInvalid) << finished.output;
  EXPECT_THAT(finished.output, AnyOf(HasSubstr("lanes: 8 in the baseline, 2 here"),
                                     HasSubstr("not measured properly")));
}

TEST_F(LatencyGateTest, WhatCannotBeIsRefusedInOneLine) {
  for (const Arguments& arguments : std::vector<Arguments>{
           {"--baseline", "none"},
           {"--baseline", "main", "--margin", "p42=1"},
           {"--repeats", "2"},
           {"--margin", "p50=1"},
           {"--baseline", "main", "--repeats", "21"},
           {"--baseline", "main", "--capacity", "--slo-p99-ms", "1"},
           {"--hlog", "/no/such/folder/file"},
           {"--junit", "/no/such/folder/file"},
       }) {
    const Finished finished = latency(arguments);
    EXPECT_EQ(finished.status, kUsage) << arguments.back() << finished.output;
    EXPECT_THAT(finished.errors, StartsWith("orbbench: "));
    EXPECT_EQ(std::ranges::count(finished.errors, '\n'), 1) << finished.errors;
  }
}

}  // namespace
}  // namespace orbbench::tests
