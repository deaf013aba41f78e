#include "gate/gate_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "results/stored_form.hpp"
#include "simulated_run.hpp"

namespace orbbench::tests {
namespace {

using bench::CheckResult;
using bench::Verdict;
using gate::Baseline;
using gate::Fingerprint;
using gate::GateSettings;
using testing::Contains;
using testing::HasSubstr;

const Fingerprint& machine() {
  static const Fingerprint fingerprint{{"processor", "one"}, {"processors", "2"}};
  return fingerprint;
}

Baseline baseline_of(const CheckResult& check, const Fingerprint& fingerprint = machine()) {
  bench::RunResult run;
  run.started_at = "2026-11-21T18:00:00Z";
  run.checks = {check};
  Baseline baseline{"main", bench::stored_form(run, "latency")};
  baseline.run.fingerprint = fingerprint;
  return baseline;
}

CheckResult simulated(const SimulatedLoad& load, std::uint64_t seed) {
  return latency_check(SimulatedRun(load, seed).measure());
}

Baseline usual_baseline() {
  return baseline_of(simulated({}, 1));
}

CheckResult judged(const Baseline& baseline, const CheckResult& candidate,
                   const GateSettings& settings = {}, const Fingerprint& here = machine()) {
  return gate::judge_against(baseline, candidate, here, settings);
}

double figure(const CheckResult& check, const std::string& name) {
  const auto found = std::ranges::find(check.figures, name, &bench::Figure::name);
  return found != check.figures.end() ? found->value : -1;
}

/// By the first column.
std::map<std::string, std::vector<std::string>> rows_of(const CheckResult& check) {
  std::map<std::string, std::vector<std::string>> rows;
  for (const auto& row : check.tables.at(0).rows) {
    rows[row.front()] = row;
  }
  return rows;
}

TEST(GateCheckTest, TheSameCorePasses) {
  const CheckResult result = judged(usual_baseline(), simulated({}, 2));
  EXPECT_EQ(result.name, "gate.ping");
  EXPECT_EQ(result.verdict, Verdict::Pass) << result.summary;
  EXPECT_NEAR(figure(result, "ratio_p50"), 1, 0.02);
  EXPECT_EQ(figure(result, "limit_p99_to_floor"), 1.25);
}

TEST(GateCheckTest, ASlowerCoreFailsAndTheFigureIsNamed) {
  const CheckResult result = judged(usual_baseline(), simulated({.slowdown = 0.5}, 2));
  EXPECT_EQ(result.verdict, Verdict::Fail);
  EXPECT_THAT(result.evidence, Contains(HasSubstr("p50 is worse than its margin allows")));
  EXPECT_NEAR(figure(result, "ratio_p99"), 1.5, 0.1);
}

TEST(GateCheckTest, ADifferenceAtTheMarginIsInconclusive) {
  const CheckResult result = judged(usual_baseline(), simulated({.slowdown = 0.05}, 2));
  EXPECT_EQ(result.verdict, Verdict::Inconclusive) << result.summary;
}

TEST(GateCheckTest, AFasterCorePasses) {
  EXPECT_EQ(judged(usual_baseline(), simulated({.slowdown = -0.3}, 2)).verdict, Verdict::Pass);
}

TEST(GateCheckTest, MarginsAreThoseThatWereGiven) {
  GateSettings settings;
  settings.margins = gate::margins_with({"p50=0.9", "p95=0.9", "p99=0.9"});
  EXPECT_EQ(judged(usual_baseline(), simulated({.slowdown = 0.5}, 2), settings).verdict,
            Verdict::Pass);
}

/// Kept runs whose p50 was a fifth more every other time.
store::FigureSeries uneven_runs(std::size_t count, const Fingerprint& fingerprint = machine()) {
  store::FigureSeries series{"latency.ping", "latency_us_p50", "us", {}, fingerprint, {}};
  for (std::size_t run = 0; run < count; ++run) {
    series.runs.push_back({"", {}, "", run % 2 == 0 ? 100.0 : 120.0});
  }
  return series;
}

CheckResult without_rate(CheckResult check) {
  std::erase_if(check.figures,
                [](const bench::Figure& one) { return one.name == "offered_calls_per_second"; });
  return check;
}

std::string p50_verdict(const std::vector<store::FigureSeries>& kept) {
  GateSettings settings;
  settings.kept = kept;
  const CheckResult result =
      judged(usual_baseline(), without_rate(simulated({.slowdown = 0.2}, 2)), settings);
  return rows_of(result).at("p50").back();
}

TEST(GateCheckTest, WhatKeptRunsDifferByIsNoRegression) {
  EXPECT_EQ(p50_verdict({}), "fail");
  EXPECT_EQ(p50_verdict({uneven_runs(6)}), "inconclusive");
  EXPECT_EQ(p50_verdict({uneven_runs(4)}), "fail") << "too few to tell";
  EXPECT_EQ(p50_verdict({uneven_runs(6, {{"processor", "another"}})}), "fail");
  store::FigureSeries other_load = uneven_runs(6);
  other_load.offered_calls_per_second = 7;
  EXPECT_EQ(p50_verdict({other_load}), "fail");
}

/// Of a core whose p99 alone is this much slower; p50 and p95 are let pass.
std::string p99_verdict(double slowdown, const std::vector<store::FigureSeries>& kept) {
  GateSettings settings;
  settings.kept = kept;
  settings.margins = gate::margins_with({"p50=9", "p95=9"});
  const CheckResult result =
      judged(usual_baseline(), without_rate(simulated({.slowdown = slowdown}, 2)), settings);
  return rows_of(result).at("p99").back();
}

TEST(GateCheckTest, ATailOfWhichNothingElseIsKnownFailsOnlyWhereNoMinuteExplainsIt) {
  EXPECT_EQ(p99_verdict(1.5, {}), "inconclusive");
  EXPECT_EQ(p99_verdict(4, {}), "fail");
  store::FigureSeries even = uneven_runs(6);
  even.figure = "latency_us_p99";
  for (store::FigureOfRun& run : even.runs) {
    run.value = 200;
  }
  EXPECT_EQ(p99_verdict(1.5, {even}), "fail");
}

TEST(GateCheckTest, TheSpreadOfKeptRunsIsShown) {
  GateSettings settings;
  settings.kept = {uneven_runs(30)};
  const CheckResult result = judged(usual_baseline(), without_rate(simulated({}, 2)), settings);
  EXPECT_NEAR(figure(result, "run_spread_p50"), 1.4826 * 0.182, 0.001);
  EXPECT_EQ(figure(result, "runs_behind_it_p50"), 20);
  EXPECT_EQ(figure(result, "run_spread_p99"), 0);
}

TEST(GateCheckTest, TheTableHoldsTheFiguresOfBothSides) {
  const CheckResult candidate = simulated({.slowdown = 0.1}, 2);
  const CheckResult result = judged(usual_baseline(), candidate);
  const auto rows = rows_of(result);
  EXPECT_THAT(result.tables.at(0).name, "ratios");
  EXPECT_EQ(std::stod(rows.at("p95").at(2)), figure(candidate, "latency_us_p95"));
  EXPECT_EQ(std::stod(rows.at("p95_to_floor").at(2)), figure(candidate, "ratio_to_floor_p95"));
  EXPECT_EQ(rows.at("floor_p50").back(), "shown");
}

TEST(GateCheckTest, OnAnotherMachineOnlyRatiosToTheFloorGate) {
  const Fingerprint other{{"processor", "another"}, {"processors", "2"}};
  const CheckResult result = judged(usual_baseline(), simulated({.machine = 3}, 2), {}, other);
  EXPECT_EQ(result.verdict, Verdict::Pass) << result.summary;
  EXPECT_EQ(rows_of(result).at("p50").back(), "shown");
  EXPECT_THAT(result.evidence, Contains(HasSubstr("processor: one in the baseline, another here")));
  const CheckResult slower =
      judged(usual_baseline(), simulated({.slowdown = 0.5, .machine = 3}, 2), {}, other);
  EXPECT_EQ(slower.verdict, Verdict::Fail);
}

TEST(GateCheckTest, WhereTheFloorMovedOnlyRatiosGate) {
  const CheckResult result = judged(usual_baseline(), simulated({.machine = 1.5}, 2));
  EXPECT_EQ(result.verdict, Verdict::Pass) << result.summary;
  EXPECT_THAT(result.evidence, Contains(HasSubstr("the floor itself moved by +50")));
  EXPECT_EQ(judged(usual_baseline(), simulated({.slowdown = 0.5, .machine = 0.66}, 2)).verdict,
            Verdict::Fail)
      << "a faster machine hides nothing";
}

TEST(GateCheckTest, ADifferenceOfPackagesIsTold) {
  Fingerprint here = machine();
  here["package libc6"] = "2.37";
  EXPECT_THAT(judged(usual_baseline(), simulated({}, 2), {}, here).evidence,
              Contains(HasSubstr("package libc6: not known in the baseline, 2.37 here")));
}

TEST(GateCheckTest, AClosedLoopIsJudgedByItsTimesAlone) {
  bench::Measurement measurement = SimulatedRun({}, 1).measure();
  measurement.floor = {};
  const Baseline baseline = baseline_of(latency_check(measurement));
  EXPECT_EQ(judged(baseline, latency_check(measurement)).verdict, Verdict::Pass);
  const CheckResult elsewhere =
      judged(baseline, latency_check(measurement), {}, {{"processor", "another"}});
  EXPECT_EQ(elsewhere.verdict, Verdict::Inconclusive);
  EXPECT_THAT(elsewhere.summary, HasSubstr("nothing is left to judge by"));
}

TEST(GateCheckTest, OtherWorkTakesBackWhatItCouldHaveCaused) {
  bench::Measurement slow = SimulatedRun({.slowdown = 0.5}, 2).measure();
  slow.other_work = 1.2;
  const CheckResult doubted = judged(usual_baseline(), latency_check(slow));
  EXPECT_EQ(doubted.verdict, Verdict::Inconclusive);
  EXPECT_THAT(doubted.evidence, Contains("other work took 1.20 of 2 processors while the "
                                         "candidate was measured"));
  bench::Measurement same = SimulatedRun({}, 2).measure();
  same.other_work = 1.2;
  EXPECT_EQ(judged(usual_baseline(), latency_check(same)).verdict, Verdict::Pass)
      << "it was not slow for all that";
}

TEST(GateCheckTest, ABaselineThatWasDisturbedLetsNothingPass) {
  bench::Measurement disturbed = SimulatedRun({}, 1).measure();
  disturbed.other_work = 1.2;
  const Baseline baseline = baseline_of(latency_check(disturbed));
  EXPECT_EQ(judged(baseline, simulated({}, 2)).verdict, Verdict::Inconclusive);
  EXPECT_EQ(judged(baseline, simulated({.slowdown = 0.5}, 2)).verdict, Verdict::Fail);
}

TEST(GateCheckTest, WhatRestsOnFewCallsIsInconclusive) {
  const CheckResult result =
      judged(baseline_of(simulated({.calls = 10}, 1)), simulated({.slowdown = 2, .calls = 10}, 2));
  EXPECT_EQ(rows_of(result).at("p99").back(), "inconclusive");
  EXPECT_EQ(rows_of(result).at("p50").back(), "fail");
  EXPECT_THAT(result.evidence, Contains(HasSubstr("p99: rests on too few calls")));
}

TEST(GateCheckTest, WhatCannotBeComparedIsInvalid) {
  const Baseline baseline = usual_baseline();
  CheckResult other_load = simulated({}, 2);
  other_load.tables.at(0).rows.at(0).at(1) = "8";
  EXPECT_THAT(judged(baseline, other_load).summary,
              HasSubstr("had another load: lanes: 4 in the baseline, 8 here"));
  CheckResult unmeasured = simulated({}, 2);
  unmeasured.verdict = Verdict::Invalid;
  unmeasured.summary = "the generator was late";
  EXPECT_EQ(judged(baseline, unmeasured).verdict, Verdict::Invalid);
  EXPECT_THAT(judged(baseline_of(unmeasured), simulated({}, 2)).summary,
              HasSubstr("the generator was late"));
  CheckResult other_name = simulated({}, 2);
  other_name.name = "latency.echo";
  EXPECT_THAT(judged(baseline, other_name).summary, HasSubstr("'main' has no latency.echo"));
  CheckResult without = simulated({}, 2);
  without.histograms.clear();
  EXPECT_EQ(judged(baseline, without).verdict, Verdict::Invalid);
}

TEST(GateCheckTest, FailedCallsGateByTheirRate) {
  bench::Measurement measurement = SimulatedRun({}, 2).measure();
  measurement.calls.errors = 100;
  const CheckResult result = judged(usual_baseline(), latency_check(measurement));
  EXPECT_EQ(result.verdict, Verdict::Fail);
  EXPECT_THAT(result.evidence, Contains("100 of 5000 calls failed"));
}

TEST(GateCheckTest, RepeatsArePooledAndEachOfTwoLooksIsSurer) {
  SimulatedRun run({.disturbance = 0.02}, 2);
  bench::Measurement measurement = run.measure();
  const CheckResult once = judged(usual_baseline(), latency_check(measurement));
  for (int repeat = 0; repeat < 4; ++repeat) {
    measurement.append(run.measure());
  }
  GateSettings settings;
  settings.repeats = 4;
  const CheckResult pooled = judged(usual_baseline(), latency_check(measurement), settings);
  EXPECT_EQ(figure(pooled, "repeats"), 4);
  EXPECT_EQ(figure(pooled, "repeats_budget"), 4);
  EXPECT_EQ(figure(pooled, "confidence"), 0.975);
  EXPECT_EQ(figure(once, "confidence"), 0.95);
  EXPECT_LT(figure(pooled, "ratio_high_p50") / figure(pooled, "ratio_low_p50"),
            figure(once, "ratio_high_p50") / figure(once, "ratio_low_p50"));
}

TEST(GateCheckTest, TheSameRunsGiveTheSameFigures) {
  const CheckResult candidate = simulated({.disturbance = 0.1}, 2);
  const CheckResult first = judged(usual_baseline(), candidate);
  const CheckResult second = judged(usual_baseline(), candidate);
  EXPECT_EQ(first.tables.at(0).rows, second.tables.at(0).rows);
}

}  // namespace
}  // namespace orbbench::tests
