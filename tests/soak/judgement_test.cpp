// Verdicts on soaks whose truth is known.

#include "soak/judgement.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "made_soak.hpp"

namespace orbbench::tests {
namespace {

using namespace orbbench::bench;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;

CheckResult check(const std::string& name, const MadeSoak& soak, const SoakEnd& end = {},
                  const SoakPlan& plan = MadeSoak::plan()) {
  const auto checks = judge_soak(plan, soak.record(), end);
  const auto found = std::ranges::find(checks, name, &CheckResult::name);
  return found == checks.end() ? CheckResult{} : *found;
}

std::string verdict(const std::string& name, const MadeSoak& soak, const SoakEnd& end = {}) {
  return to_string(check(name, soak, end).verdict);
}

TEST(SoakJudgementTest, ASoundSoakPassesEveryCheck) {
  const auto checks = judge_soak(MadeSoak::plan(), MadeSoak{}.record(), {});
  ASSERT_EQ(checks.size(), 6U);
  for (const CheckResult& one : checks) {
    EXPECT_EQ(one.verdict, Verdict::Pass) << one.name << ": " << one.summary;
    EXPECT_THAT(one.evidence, testing::IsEmpty());
  }
}

TEST(SoakJudgementTest, OneFailedCallFails) {
  MadeSoak soak;
  soak.change = [](SoakInterval& interval) {
    if (interval.index == 41) {
      interval.calls.outcomes[Outcome::Timeout] = 1;
      interval.calls.first_error = "late";
    }
  };
  const auto result = check("soak.errors", soak);
  EXPECT_EQ(result.verdict, Verdict::Fail);
  EXPECT_THAT(result.evidence,
              AllOf(Contains("first error: late"), Contains(HasSubstr("interval 41: 1 of 501"))));
}

TEST(SoakJudgementTest, ALeakOf64OctetsACallFails) {
  MadeSoak soak;
  soak.resident = [](double calls) { return std::ceil((1e7 + 64'000 * calls) / 4096) * 4096; };
  EXPECT_EQ(verdict("soak.memory", soak), "fail");
  EXPECT_EQ(verdict("soak.ledger", soak), "pass");
}

TEST(SoakJudgementTest, MemoryOfItsOwnThatGrowsFailsWhereItCanBeRead) {
  MadeSoak soak;
  soak.change = [](SoakInterval& interval) {
    interval.core->anonymous_octets = 5e6 + 64 * static_cast<double>(interval.core->calls);
  };
  const auto result = check("soak.memory", soak);
  EXPECT_EQ(result.verdict, Verdict::Fail);
  EXPECT_THAT(result.evidence, Contains(HasSubstr("anonymous_octets 6.4e+04")));
}

// A leak that goes into pages which the allocator had kept: resident memory does not move.
TEST(SoakJudgementTest, AHeapThatLeaksFailsWhereTheCoreTells) {
  MadeSoak soak;
  soak.change = [](SoakInterval& interval) {
    interval.core->heap_octets = 2e6 + 80 * static_cast<double>(interval.core->calls);
  };
  const auto result = check("soak.memory", soak);
  EXPECT_EQ(result.verdict, Verdict::Fail);
  EXPECT_THAT(result.summary,
              AllOf(HasSubstr("resident_octets: steady"), HasSubstr("heap_octets: grows")));
  EXPECT_THAT(result.evidence, Contains(HasSubstr("heap_octets 8e+04")));
}

TEST(SoakJudgementTest, AHeapThatStaysPassesWithItsFigures) {
  MadeSoak soak;
  soak.change = [](SoakInterval& interval) { interval.core->heap_octets = 2e6; };
  const auto result = check("soak.memory", soak);
  EXPECT_EQ(result.verdict, Verdict::Pass);
  EXPECT_THAT(result.summary, HasSubstr("heap_octets: steady"));
}

TEST(SoakJudgementTest, AnAllocatorThatWarmsUpPasses) {
  MadeSoak soak;
  soak.resident = [](double calls) { return 1e7 + 4e6 * (1 - std::exp(-calls / 2.5)); };
  EXPECT_EQ(verdict("soak.memory", soak), "pass");
}

TEST(SoakJudgementTest, AnObjectPerThousandCallsFailsAndIsNamed) {
  MadeSoak soak;
  soak.change = [](SoakInterval& interval) {
    interval.core->live_objects["label_text"] =
        static_cast<std::int64_t>(interval.core->calls / 1000);
    interval.core->live_objects["event_queue"] = 3 + static_cast<int>(interval.index * 7 % 3);
  };
  const auto result = check("soak.ledger", soak);
  EXPECT_EQ(result.verdict, Verdict::Fail);
  EXPECT_THAT(result.evidence, Contains(HasSubstr("label_text: live objects")));
  EXPECT_THAT(result.evidence, Not(Contains(HasSubstr("event_queue"))));
}

TEST(SoakJudgementTest, ABrokenRuleOfBookkeepingFailsOnce) {
  MadeSoak soak;
  soak.change = [](SoakInterval& interval) {
    if (interval.index >= 7) {
      interval.core->imbalances = {{"reply_header", "the rule", "1, 2"}};
    }
  };
  const auto result = check("soak.ledger", soak);
  EXPECT_EQ(result.verdict, Verdict::Fail);
  EXPECT_THAT(result.evidence,
              testing::ElementsAre("reply_header: the rule is broken after interval 7: 1, 2"));
}

TEST(SoakJudgementTest, SocketsThatAreLeftOpenFail) {
  MadeSoak soak;
  soak.change = [](SoakInterval& interval) {
    interval.core->descriptors = 20 + std::floor(static_cast<double>(interval.index) / 2);
  };
  EXPECT_EQ(verdict("soak.resources", soak), "fail");
}

TEST(SoakJudgementTest, P99ThatQuadruplesOverTheSoakFails) {
  MadeSoak soak;
  soak.p99_us = [](int index) { return 300 * std::pow(4, index / 60.0); };
  EXPECT_EQ(verdict("soak.latency", soak), "fail");
  soak.p99_us = [](int index) { return 300 * std::pow(1.3, index / 60.0); };
  EXPECT_EQ(verdict("soak.latency", soak), "pass");
}

// Eight times as slow for the last third.
TEST(SoakJudgementTest, WhatAFloorSharesDoesNotHideThatP99Stays) {
  const auto noise = [](int index) { return index < 40 ? 1.0 : 8.0; };
  MadeSoak soak;
  soak.p99_us = [noise](int index) { return 300 * noise(index) * (1 + 0.01 * (index % 3)); };
  EXPECT_EQ(verdict("soak.latency", soak), "inconclusive");
  soak.floor_us = [noise](int index) { return 40 * noise(index); };
  const auto result = check("soak.latency", soak);
  EXPECT_EQ(result.verdict, Verdict::Pass) << result.summary;
  EXPECT_THAT(result.summary, HasSubstr("without what the floor shared"));
}

TEST(SoakJudgementTest, P99ThatWentUpWithItsFloorIsTheMachines) {
  MadeSoak soak;
  soak.p99_us = [](int index) { return 300 * std::pow(8, index / 60.0) * (1 + 0.3 * (index % 2)); };
  soak.floor_us = [](int index) {
    return 40 * std::pow(8, index / 60.0) * (1 + 0.3 * (index % 2));
  };
  const auto result = check("soak.latency", soak);
  EXPECT_EQ(result.verdict, Verdict::Inconclusive);
  EXPECT_THAT(result.summary, HasSubstr("the machine became slower"));
}

TEST(SoakJudgementTest, P99AboveItsLimitFails) {
  SoakPlan plan = MadeSoak::plan();
  plan.limits.slo_p99_ms = 0.2;
  EXPECT_EQ(check("soak.latency", {}, {}, plan).verdict, Verdict::Fail);
  plan.limits.slo_p99_ms = 0.4;
  EXPECT_EQ(check("soak.latency", {}, {}, plan).verdict, Verdict::Pass);
}

TEST(SoakJudgementTest, ALateGeneratorTakesBackWhatIsAgainstTheCore) {
  MadeSoak soak;
  soak.change = [](SoakInterval& interval) {
    interval.calls.times.lateness = interval.calls.times.from_intended;
  };
  SoakPlan plan = MadeSoak::plan();
  EXPECT_EQ(check("soak.latency", soak, {}, plan).verdict, Verdict::Pass);
  plan.limits.slo_p99_ms = 0.2;
  EXPECT_EQ(check("soak.latency", soak, {}, plan).verdict, Verdict::Invalid);
}

TEST(SoakJudgementTest, CallsThatWereNeverSentMakeItInvalid) {
  MadeSoak soak;
  soak.change = [](SoakInterval& interval) { interval.calls.outcomes[Outcome::Ok] = 450; };
  EXPECT_EQ(verdict("soak.latency", soak), "invalid");
}

TEST(SoakJudgementTest, AnInterruptedSoakIsInconclusive) {
  const SoakEnd end{SoakEnd::Reason::Interrupted};
  EXPECT_EQ(verdict("soak.end", {}, end), "inconclusive");
}

TEST(SoakJudgementTest, ADeadCoreFailsWithItsLog) {
  const SoakEnd end{SoakEnd::Reason::CoreDied, "process 7 is gone", {"its last words"}};
  const auto result = check("soak.end", {}, end);
  EXPECT_EQ(result.verdict, Verdict::Fail);
  EXPECT_THAT(result.summary, HasSubstr("process 7 is gone"));
  EXPECT_THAT(result.evidence, Contains("its last words"));
}

TEST(SoakJudgementTest, ARestartFailsButNotBetweenTwoParts) {
  MadeSoak soak;
  soak.change = [](SoakInterval& interval) {
    interval.core->process_start_time = interval.index < 30 ? 1 : 2;
  };
  EXPECT_EQ(verdict("soak.end", soak), "fail");
  soak.change = [](SoakInterval& interval) {
    interval.core->process_start_time = interval.index < 30 ? 1 : 2;
    interval.part = interval.index < 30 ? 0 : 1;
    interval.core->resident_octets = interval.index < 30 ? 1e7 : 2e7;
  };
  EXPECT_EQ(verdict("soak.end", soak), "pass");
  EXPECT_EQ(verdict("soak.memory", soak), "pass");
}

/// A minute with one fault, of which an interval tells this.
SoakPlan plan_with_fault() {
  SoakPlan plan = MadeSoak::plan();
  plan.faults = {{std::chrono::seconds(10), std::chrono::seconds(5), KilledCore{}}};
  return plan;
}

MadeSoak soak_with(const FaultReport& report) {
  MadeSoak soak;
  soak.change = [report](SoakInterval& interval) {
    if (interval.index >= 10) {
      interval.faults = {report};
    }
    if (interval.index == 12) {
      interval.calls.outcomes[Outcome::Ok] = 480;
      interval.calls.in_faults[Outcome::Unreachable] = 20;
    }
  };
  return soak;
}

TEST(SoakJudgementTest, CallsThatFailInADeclaredFaultAreNoErrors) {
  const MadeSoak soak = soak_with({0, 20, ""});
  for (const CheckResult& one : judge_soak(plan_with_fault(), soak.record(), {})) {
    EXPECT_EQ(one.verdict, Verdict::Pass) << one.name << ": " << one.summary;
  }
  EXPECT_EQ(check("soak.faults", soak, {}, plan_with_fault()).summary,
            "1 of 1 faults had an effect; of 20 calls meanwhile 20 failed");
}

TEST(SoakJudgementTest, AFaultWithoutEffectMakesItInvalid) {
  const auto result = check("soak.faults", soak_with({0, 0, ""}), {}, plan_with_fault());
  EXPECT_EQ(result.verdict, Verdict::Invalid);
  EXPECT_THAT(result.evidence, testing::ElementsAre("kill_core at 10 s for 5 s had no effect"));
}

TEST(SoakJudgementTest, AFaultThatCouldNotBeMadeMakesItInvalid) {
  const auto result = check("soak.faults", soak_with({0, 3, "not allowed"}), {}, plan_with_fault());
  EXPECT_EQ(result.verdict, Verdict::Invalid);
  EXPECT_THAT(result.evidence, Contains(HasSubstr("failed: not allowed")));
  EXPECT_EQ(check("soak.faults", {}, {}, plan_with_fault()).verdict, Verdict::Invalid)
      << "never made";
}

TEST(SoakJudgementTest, AFaultThatAnInterruptedSoakDidNotComeToIsNotBlamed) {
  const auto checks =
      judge_soak(plan_with_fault(), MadeSoak{}.record(9), {SoakEnd::Reason::Interrupted});
  EXPECT_EQ(checks.back().name, "soak.faults");
  EXPECT_EQ(checks.back().verdict, Verdict::Inconclusive);
  EXPECT_THAT(checks.back().evidence, testing::IsEmpty());
}

TEST(SoakJudgementTest, ARestartByADeclaredFaultIsNone) {
  MadeSoak soak;
  soak.change = [](SoakInterval& interval) {
    interval.core->process_start_time = interval.index <= 30 ? 1 : 2;
    interval.core_was_killed = interval.index == 29 || interval.index == 30;
    if (interval.index == 30) {
      interval.core.reset();
    }
  };
  EXPECT_EQ(verdict("soak.end", soak), "pass");
  const auto change = soak.change;
  soak.change = [change](SoakInterval& interval) {
    change(interval);
    interval.core_was_killed = interval.index == 20;
  };
  EXPECT_EQ(verdict("soak.end", soak), "fail") << "a restart long after it is another one";
}

TEST(SoakJudgementTest, AShortSoakTellsNothingOfGrowth) {
  MadeSoak soak;
  const auto checks = judge_soak(MadeSoak::plan(), soak.record(15), {});
  EXPECT_EQ(checks[3].name, "soak.memory");
  EXPECT_EQ(checks[3].verdict, Verdict::Inconclusive);
}

TEST(SoakJudgementTest, ACoreWithoutAPageMakesItsChecksInvalid) {
  MadeSoak soak;
  soak.change = [](SoakInterval& interval) {
    interval.core.reset();
    interval.sample_error = "no page";
  };
  EXPECT_EQ(verdict("soak.memory", soak), "invalid");
  EXPECT_THAT(check("soak.end", soak).evidence, Contains(HasSubstr("no page")));
}

}  // namespace
}  // namespace orbbench::tests
