#include "duet/judgement.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "made_recording.hpp"

namespace orbbench::duet {
namespace {

using metrics::NonInferiority;
using testing::HasSubstr;
using testing::IsEmpty;
using tests::made_recording;

Recording with_memory(double candidate_ratio, double spread) {
  Recording recording = made_recording(0, 1);
  double sign = 1;
  for (auto& [baseline, candidate] : recording.resident_octets) {
    baseline = 100e6;
    candidate = 100e6 * candidate_ratio * (1 + sign * spread);
    sign = -sign;
  }
  return recording;
}

TEST(JudgementTest, ShowsThatTheSameIsNotWorse) {
  const Judgement judgement = judge(made_recording(0, 1), {}, 1);
  EXPECT_THAT(judgement.untrustworthy, IsEmpty());
  ASSERT_EQ(judgement.latency.size(), 3U);
  for (const RatioFigure& figure : judgement.latency) {
    EXPECT_EQ(figure.decision, NonInferiority::Shown) << figure.name;
    EXPECT_FALSE(figure.changed) << figure.name;
    EXPECT_NEAR(figure.estimate.ratio, 1, 0.02) << figure.name;
  }
  EXPECT_EQ(judgement.deallocation->decision, NonInferiority::Shown);
  EXPECT_EQ(judgement.memory->decision, NonInferiority::Shown);
  EXPECT_EQ(judgement.errors.decision, NonInferiority::Shown);
}

TEST(JudgementTest, RefutesASlowdownBeyondTheMargin) {
  const Judgement judgement = judge(made_recording(0.10, 1), {}, 1);
  EXPECT_EQ(judgement.latency[0].decision, NonInferiority::Refuted);
  EXPECT_TRUE(judgement.latency[0].changed);
  EXPECT_NEAR(judgement.latency[0].candidate / judgement.latency[0].baseline, 1.1, 0.01);
  EXPECT_EQ(judgement.latency[1].decision, NonInferiority::Shown);  // p95 may be 20 % worse
  EXPECT_EQ(judgement.deallocation->decision, NonInferiority::Refuted);
}

TEST(JudgementTest, SeesAChangeWithinTheMargin) {
  const Judgement judgement = judge(made_recording(0.025, 1), {}, 1);
  EXPECT_EQ(judgement.latency[0].decision, NonInferiority::Shown);
  EXPECT_TRUE(judgement.latency[0].changed);
}

TEST(JudgementTest, DoesNotDecideAtTheMargin) {
  EXPECT_EQ(judge(made_recording(0.05, 1), {}, 1).latency[0].decision, NonInferiority::Undecided);
}

TEST(JudgementTest, GoesByTheMarginsThatItIsGiven) {
  const Recording recording = made_recording(0.10, 1);
  EXPECT_EQ(judge(recording, {.p50 = 0.15}, 1).latency[0].decision, NonInferiority::Shown);
  EXPECT_EQ(judge(recording, {.deallocation = 0.15}, 1).deallocation->decision,
            NonInferiority::Shown);
  EXPECT_EQ(judge(recording, {.p99 = 0.02}, 1).latency[2].decision, NonInferiority::Refuted);
}

TEST(JudgementTest, DoesNotTrustADuetThatWasCutShortAndKeepsItsFigures) {
  Recording recording = made_recording(0, 1);
  recording.interrupted = true;
  recording.elapsed = std::chrono::milliseconds(3200);
  const Judgement judgement = judge(recording, {}, 1);
  EXPECT_THAT(judgement.untrustworthy, HasSubstr("interrupted after 3.2 s"));
  EXPECT_EQ(judgement.latency.size(), 3U);
}

TEST(JudgementTest, DoesNotTrustADisturbedDuet) {
  Recording recording = made_recording(0, 1);
  recording.disturbance = "the candidate core was lost";
  recording.interrupted = true;
  EXPECT_EQ(judge(recording, {}, 1).untrustworthy, "the candidate core was lost");
}

TEST(JudgementTest, HasNoFiguresOfHardlyAnyCalls) {
  for (const std::size_t stretches : {std::size_t{0}, std::size_t{5}}) {
    Recording recording = made_recording(0, 1);
    for (const Side side : kSides) {
      recording.of(side).calls.resize(stretches);
      recording.of(side).cycles.resize(stretches);
    }
    recording.rounds = {{0, stretches}};
    const Judgement judgement = judge(recording, {}, 1);
    EXPECT_THAT(judgement.latency, IsEmpty());
    EXPECT_FALSE(judgement.deallocation);
    EXPECT_THAT(judgement.untrustworthy, HasSubstr("hardly any calls"));
  }
}

TEST(JudgementTest, AllowsNoMoreMemory) {
  EXPECT_EQ(judge(with_memory(1.03, 0.001), {}, 1).memory->decision, NonInferiority::Refuted);
  EXPECT_EQ(judge(with_memory(0.97, 0.001), {}, 1).memory->decision, NonInferiority::Shown);
}

TEST(JudgementTest, TakesWhatAReadingCannotTellForNoIncrease) {
  EXPECT_EQ(judge(with_memory(1 + 64 * 4096 / 100e6 / 10, 0), {}, 1).memory->decision,
            NonInferiority::Shown);
}

TEST(JudgementTest, DoesNotDecideOnMemoryThatVariesByMoreThanItMayTell) {
  EXPECT_EQ(judge(with_memory(1.0, 0.2), {}, 1).memory->decision, NonInferiority::Undecided);
}

TEST(JudgementTest, LeavesRoomForOtherStartsWhereThereWasOne) {
  Recording recording = with_memory(1.015, 0);
  EXPECT_EQ(judge(recording, {}, 1).memory->decision, NonInferiority::Refuted);
  recording.started_anew = false;
  EXPECT_EQ(judge(recording, {}, 1).memory->decision, NonInferiority::Shown);
}

TEST(JudgementTest, DoesNotCompareMemoryAfterUnequalWork) {
  Recording recording = with_memory(1.5, 0);
  recording.started_anew = false;
  recording.unequal_past = "the baseline had served more";
  EXPECT_EQ(judge(recording, {}, 1).memory->decision, NonInferiority::Undecided);
}

TEST(JudgementTest, HasNoMemoryWithoutReadings) {
  Recording recording = made_recording(0, 1);
  recording.resident_octets.resize(1);
  EXPECT_FALSE(judge(recording, {}, 1).memory);
}

struct ErrorRow {
  std::uint64_t errors;
  std::uint64_t calls;
  NonInferiority decision;
};

class ErrorJudgementTest : public testing::TestWithParam<ErrorRow> {};

TEST_P(ErrorJudgementTest, TakesTheWholeInterval) {
  Recording recording = made_recording(0, 1);
  recording.of(Side::Candidate).errors = GetParam().errors;
  recording.of(Side::Candidate).attempts = GetParam().calls;
  EXPECT_EQ(judge(recording, {}, 1).errors.decision, GetParam().decision);
}

INSTANTIATE_TEST_SUITE_P(LimitOfOneInAThousand, ErrorJudgementTest,
                         testing::Values(ErrorRow{0, 100000, NonInferiority::Shown},
                                         ErrorRow{20, 100000, NonInferiority::Shown},
                                         ErrorRow{0, 1000, NonInferiority::Undecided},
                                         ErrorRow{100, 100000, NonInferiority::Undecided},
                                         ErrorRow{200, 100000, NonInferiority::Refuted},
                                         ErrorRow{0, 0, NonInferiority::NotMeasured}));

}  // namespace
}  // namespace orbbench::duet
