// `orbbench history --changes` as its users call it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "command_run.hpp"
#include "orbbench/store/spool.hpp"
#include "own_folder.hpp"
#include "sample_run.hpp"

namespace orbbench::tests {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using Arguments = std::vector<std::string>;

constexpr int kUsage = 64;
constexpr int kRuns = 24;
constexpr int kChange = 14;  ///< the first run with the new p50

class HistoryChangesTest : public testing::Test {
 protected:
  Finished changes(const Arguments& further = {}) const {
    Arguments arguments{"history", "--changes"};
    arguments.insert(arguments.end(), further.begin(), further.end());
    return finish(arguments, {"XDG_DATA_HOME=" + folder_.path().string(), "ORBBENCH_RESULTS_URL="});
  }

  void keep(const store::StoredRun& run) {
    store::Spool(folder_ / "orbbench/spool").write(run);
    kept_.push_back(run);
  }

  /// From one run on the core takes a fifth longer, on a newer kernel; p99 and throughput stay.
  void keep_history(const std::string& processor, int runs = kRuns) {
    constexpr double kGoldenRatio = 1.618033988749895;  // spreads its multiples evenly
    for (int i = 0; i < runs; ++i) {
      const double noise = std::fmod(i * kGoldenRatio, 1.0) - 0.5;
      store::StoredRun run = make_run(60 * i);
      run.commit = "c" + std::to_string(100 + i);
      run.fingerprint = {{"processor", processor},
                         {"kernel", i < kChange ? "6.1" : "6.2"},
                         {"core", "IOR:" + std::to_string(i)}};
      run.checks = {{"latency.ping", "pass", "", {}}};
      run.figures = {
          {"latency.ping", "latency_us_p50", "us", (i < kChange ? 200 : 240) * (1 + 0.03 * noise)},
          {"latency.ping", "latency_us_p99", "us", 900 * (1 + 0.1 * noise)},
          {"latency.ping", "achieved_calls_per_second", "", 500 + 0.1 * noise}};
      keep(run);
    }
  }

  OwnFolder folder_;
  std::vector<store::StoredRun> kept_;
};

TEST_F(HistoryChangesTest, SaysWhichRunHowLargeAndHowSure) {
  keep_history("one");
  const Finished finished = changes({"--json"});
  EXPECT_EQ(finished.status, 0) << finished.errors;
  const json series = json::parse(finished.output)["series"];
  ASSERT_EQ(series.size(), 3U);
  ASSERT_EQ(series[0]["changes"].size(), 1U) << finished.output;
  const json& change = series[0]["changes"][0];
  EXPECT_EQ(change["first_after"]["uuid"], kept_[kChange].uuid);
  EXPECT_EQ(change["first_after"]["commit"], "c114");
  EXPECT_EQ(change["last_before"]["commit"], "c113");
  EXPECT_NEAR(change["ratio"].get<double>(), 1.2, 0.02);
  EXPECT_LT(change["ratio_low"], 1.2);
  EXPECT_GT(change["ratio_high"], 1.2);
  EXPECT_GE(change["confidence"], 0.99);
  EXPECT_EQ(change["also_changed"],
            json::parse(R"([{"key": "kernel", "before": "6.1", "after": "6.2"}])"));
  EXPECT_EQ(series[1]["figure"], "latency_us_p99");
  EXPECT_THAT(series[1]["changes"], IsEmpty());
  EXPECT_EQ(series[2]["figure"], "achieved_calls_per_second");
  EXPECT_THAT(series[2]["changes"], IsEmpty());
}

TEST_F(HistoryChangesTest, IsReadableAndTheSameUnderASeed) {
  keep_history("one");
  const Finished finished = changes({"--seed", "7"});
  EXPECT_THAT(finished.output,
              AllOf(HasSubstr("latency.ping  latency_us_p50: 1 change in 24 runs\n"),
                    HasSubstr(" %), median 199.67 -> 240.37 us, confidence 99.9 %\n"),
                    HasSubstr("(commit c114)"), HasSubstr("also changed: kernel '6.1' -> '6.2'\n"),
                    HasSubstr("latency.ping  latency_us_p99: no change in 24 runs\n"),
                    Not(HasSubstr("IOR"))));
  EXPECT_THAT(finished.errors, IsEmpty());
  EXPECT_EQ(changes({"--seed", "7"}).output, finished.output);
}

TEST_F(HistoryChangesTest, LooksAtOtherFiguresAndChecksWhenTold) {
  keep_history("one");
  EXPECT_THAT(changes({"--figure", "latency_us_p99"}).output,
              AllOf(HasSubstr("latency_us_p99: no change"), Not(HasSubstr("latency_us_p50"))));
  EXPECT_THAT(changes({"--check", "latency.pong"}).errors, HasSubstr("there are no such figures"));
  EXPECT_THAT(changes({"--least-change", "0.5"}).output,
              HasSubstr("latency_us_p50: no change in 24 runs"));
  EXPECT_THAT(changes({"--limit", "9"}).output, HasSubstr("9 runs, too few to tell: 10 are"));
  EXPECT_THAT(changes({"--kind", "validate"}).output, IsEmpty());
}

TEST_F(HistoryChangesTest, DoesNotTakeAnotherMachineForAChange) {
  keep_history("one", kChange);
  for (int i = 0; i < kChange; ++i) {
    store::StoredRun run = kept_[static_cast<std::size_t>(i)];
    run.uuid = store::make_uuid();
    run.fingerprint["processor"] = "another";
    run.started += std::chrono::hours(kChange);
    for (store::StoredFigure& figure : run.figures) {
      figure.value /= 2;
    }
    keep(run);
  }
  const Finished finished = changes();
  EXPECT_EQ(finished.status, 0);
  EXPECT_THAT(finished.output, AllOf(Not(HasSubstr("1 change")), HasSubstr("processor another")));
}

TEST_F(HistoryChangesTest, LeavesOutRunsWithoutAValue) {
  keep_history("one");
  store::StoredRun empty = kept_.back();
  empty.uuid = store::make_uuid();
  for (store::StoredFigure& figure : empty.figures) {
    figure.value = 0;
  }
  keep(empty);
  EXPECT_THAT(changes().output, HasSubstr("1 change in 24 runs (1 run without a value)"));
}

TEST_F(HistoryChangesTest, RefusesWhatCannotBeInOneLine) {
  for (const Arguments& arguments : std::vector<Arguments>{
           {"--limit", "1001"}, {"--seed", "many"}, {"--least-change", "-0.1"}, {"--figure"}}) {
    const Finished finished = changes(arguments);
    EXPECT_EQ(finished.status, kUsage) << arguments.front() << finished.errors;
    EXPECT_EQ(std::ranges::count(finished.errors, '\n'), 1) << finished.errors;
    EXPECT_THAT(finished.output, IsEmpty());
  }
}

}  // namespace
}  // namespace orbbench::tests
