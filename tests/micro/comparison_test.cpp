#include "micro/comparison/comparison.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "made_runs.hpp"
#include "report/reports.hpp"

namespace orbbench::micro {
namespace {

using bench::CheckResult;
using bench::RunResult;
using bench::Verdict;
using testing::Contains;
using testing::HasSubstr;

class ComparisonTest : public testing::Test {
 protected:
  static const CheckResult& check(const RunResult& run, const std::string& name) {
    const auto found = std::find_if(run.checks.begin(), run.checks.end(),
                                    [&](const auto& each) { return each.name == "bench." + name; });
    if (found == run.checks.end()) {
      throw std::logic_error("no check bench." + name);
    }
    return *found;
  }

  RunResult compared() const { return compare(baseline_, candidate_, settings_); }

  metrics::SeededRandom random_{11};
  BenchmarkRun baseline_ = made_run(random_, {});
  BenchmarkRun candidate_ = made_run(random_, {});
  ComparisonSettings settings_;
};

TEST_F(ComparisonTest, PassesTheSameProgram) {
  EXPECT_EQ(compared().verdict(), Verdict::Pass);
}

TEST_F(ComparisonTest, FailsTheOneBenchmarkThatIsSlower) {
  slow_down(candidate_.benchmarks[made_name(3)], 1.25);
  const RunResult run = compared();
  EXPECT_EQ(run.verdict(), Verdict::Fail);
  for (const CheckResult& each : run.checks) {
    const bool slowed = each.name == "bench." + made_name(3);
    EXPECT_EQ(each.verdict, slowed ? Verdict::Fail : Verdict::Pass) << each.name << each.summary;
  }
}

TEST_F(ComparisonTest, LetsASlowdownWithinTheMarginPass) {
  slow_down(candidate_.benchmarks[made_name(3)], 1.05);
  EXPECT_EQ(compared().verdict(), Verdict::Pass);
}

TEST_F(ComparisonTest, IsInconclusiveAtTheMargin) {
  candidate_ = baseline_;
  slow_down(candidate_.benchmarks[made_name(3)], 1.10);
  EXPECT_EQ(check(compared(), made_name(3)).verdict, Verdict::Inconclusive);
}

TEST_F(ComparisonTest, IsInconclusiveWhereTheTimesScatterBeyondTheMargin) {
  baseline_ = made_run(random_, {.spread = 0.3});
  candidate_ = made_run(random_, {.spread = 0.3});
  const RunResult run = compared();
  EXPECT_EQ(run.verdict(), Verdict::Inconclusive);
  const auto undecided = std::count_if(run.checks.begin(), run.checks.end(), [](const auto& each) {
    return each.verdict == Verdict::Inconclusive;
  });
  EXPECT_GE(undecided, 15) << "of 20: that a ratio is under its limit by chance shows nothing";
}

TEST_F(ComparisonTest, FailsNothingBesideACandidateThatOthersDisturbed) {
  slow_down(candidate_.benchmarks[made_name(3)], 1.5);
  candidate_.other_work = {0.1, 0.9, 1};
  const RunResult run = compared();
  EXPECT_EQ(check(run, made_name(3)).verdict, Verdict::Inconclusive);
  EXPECT_EQ(check(run, made_name(4)).verdict, Verdict::Pass) << "in spite of it";
  EXPECT_THAT(check(run, "comparable").evidence,
              Contains(HasSubstr("0.90 processors busy beside the candidate: nothing fails")));
}

TEST_F(ComparisonTest, PassesNothingBesideABaselineThatOthersDisturbed) {
  slow_down(candidate_.benchmarks[made_name(3)], 1.5);
  baseline_.other_work = {0.1, 0.9, 1};
  const RunResult run = compared();
  EXPECT_EQ(check(run, made_name(3)).verdict, Verdict::Fail) << "slower than a slowed one";
  EXPECT_EQ(check(run, made_name(4)).verdict, Verdict::Inconclusive);
}

TEST_F(ComparisonTest, JudgesBesideWhatAMachineAlwaysDoes) {
  slow_down(candidate_.benchmarks[made_name(3)], 1.5);
  candidate_.other_work = {0.1, 0.15, 5};
  EXPECT_EQ(compared().verdict(), Verdict::Fail);
}

TEST_F(ComparisonTest, NeverFailsWhatIsFaster) {
  for (auto& [name, times] : candidate_.benchmarks) {
    slow_down(times, 0.3);
  }
  EXPECT_EQ(compared().verdict(), Verdict::Pass);
}

TEST_F(ComparisonTest, TakesTheLastMarginThatFits) {
  slow_down(candidate_.benchmarks[made_name(3)], 1.25);
  slow_down(candidate_.benchmarks[made_name(4)], 1.25);
  settings_.margins.special = {{"made/*", 0.05}, {made_name(3), 0.50}};
  const RunResult run = compared();
  EXPECT_EQ(check(run, made_name(3)).verdict, Verdict::Pass);
  EXPECT_EQ(check(run, made_name(4)).verdict, Verdict::Fail);
}

TEST_F(ComparisonTest, JudgesTheRatioToTheFloorOnAnotherMachine) {
  candidate_.fingerprint["processor"] = "a slower processor";
  for (auto& [name, times] : candidate_.benchmarks) {
    for (double& time : times.nanoseconds) {
      time *= 3;  // and its floor as well
    }
  }
  EXPECT_EQ(compared().verdict(), Verdict::Pass);
  EXPECT_THAT(check(compared(), "comparable").evidence,
              Contains("processor: a processor, now a slower processor"));
  slow_down(candidate_.benchmarks[made_name(3)], 1.25);
  EXPECT_EQ(check(compared(), made_name(3)).verdict, Verdict::Fail);
  settings_.gated = Gated::Time;
  EXPECT_EQ(check(compared(), made_name(4)).verdict, Verdict::Fail);
}

TEST_F(ComparisonTest, CannotJudgeWithoutAFloorOnAnotherMachine) {
  candidate_.fingerprint["processor"] = "a slower processor";
  candidate_.benchmarks[made_name(3)].over_floor.clear();
  EXPECT_EQ(check(compared(), made_name(3)).verdict, Verdict::Inconclusive);
}

TEST_F(ComparisonTest, IsInvalidWithTooFewRepetitionsToFindAnything) {
  candidate_ = made_run(random_, {.repetitions = 3});
  slow_down(candidate_.benchmarks[made_name(3)], 10);
  const RunResult run = compared();
  EXPECT_EQ(check(run, "comparable").verdict, Verdict::Invalid);
  EXPECT_THAT(check(run, "comparable").summary, HasSubstr("6 of each can"));
}

TEST_F(ComparisonTest, IsInvalidForABuildWhoseTimesMeanNothing) {
  const std::string release = "GNU 12.2.0, RelWithDebInfo, sanitizers: ";
  baseline_.fingerprint["build"] = release;
  for (const char* build :
       {"GNU 12.2.0, Debug, sanitizers: ", "GNU 12.2.0, RelWithDebInfo, sanitizers: address"}) {
    candidate_.fingerprint["build"] = build;
    EXPECT_EQ(check(compared(), "comparable").verdict, Verdict::Invalid) << build;
  }
  candidate_.fingerprint["build"] = release;
  EXPECT_EQ(compared().verdict(), Verdict::Pass);
}

TEST_F(ComparisonTest, IsInvalidForABenchmarkThatEndedInAnError) {
  candidate_.benchmarks[made_name(3)].error = "TRANSIENT";
  EXPECT_EQ(compared().verdict(), Verdict::Invalid);
  EXPECT_EQ(check(compared(), made_name(3)).summary, "TRANSIENT");
}

TEST_F(ComparisonTest, SaysWhichBenchmarksOneSideHasAlone) {
  candidate_.benchmarks["made/new"] = candidate_.benchmarks[made_name(3)];
  candidate_.benchmarks.erase(made_name(3));
  const RunResult run = compared();
  EXPECT_EQ(check(run, made_name(3)).verdict, Verdict::Inconclusive);
  ASSERT_EQ(run.not_run.size(), 1U);
  EXPECT_EQ(run.not_run.front().name, "bench.made/new");
}

TEST_F(ComparisonTest, IsInvalidWithNothingInCommon) {
  candidate_.benchmarks.clear();
  candidate_.benchmarks["other"] = baseline_.benchmarks[made_name(1)];
  EXPECT_EQ(compared().verdict(), Verdict::Invalid);
}

TEST_F(ComparisonTest, ShowsTheSameFiguresInEveryForm) {
  slow_down(candidate_.benchmarks[made_name(3)], 1.25);
  const RunResult run = compared();
  const CheckResult& slowed = check(run, made_name(3));
  const auto json = nlohmann::json::parse(json_report(run));
  for (const auto& entry : json["checks"]) {
    if (entry["name"] == slowed.name) {
      EXPECT_EQ(bench::number_text(entry["figures"]["ratio_time"]), slowed.tables[0].rows[0][3]);
    }
  }
  EXPECT_THAT(text_table(run), HasSubstr("verdict: fail (21 checks)"));
  EXPECT_THAT(text_table(run), HasSubstr(slowed.summary));
}

/// How many of so many runs with 100 benchmarks have any that fails.
int runs_that_fail(double factor, int trials) {
  metrics::SeededRandom random(5);
  int failed = 0;
  for (int trial = 0; trial < trials; ++trial) {
    const BenchmarkRun baseline = made_run(random, {.benchmarks = 100, .spread = 0.03});
    const BenchmarkRun candidate =
        made_run(random, {.benchmarks = 100, .spread = 0.03, .factor = factor});
    const RunResult run = compare(baseline, candidate, {});
    failed += run.verdict() == Verdict::Fail ? 1 : 0;
  }
  return failed;
}

// All 100 stand at their limits, where a false alarm is most likely: one run in 40 may have any. Of
// 200 such runs more than 12 are one chance in 500.
TEST(ComparisonErrorRateTest, FewRunsAtTheLimitFail) {
  EXPECT_LE(runs_that_fail(1.10, 200), 12);
}

TEST(ComparisonErrorRateTest, NoRunOfTheSameProgramFails) {
  EXPECT_EQ(runs_that_fail(1, 200), 0);
}

TEST(ComparisonErrorRateTest, ASlowdownBeyondTheMarginIsFound) {
  EXPECT_EQ(runs_that_fail(1.25, 40), 40);
}

}  // namespace
}  // namespace orbbench::micro
