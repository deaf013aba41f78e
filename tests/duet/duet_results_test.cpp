#include "checks/duet/duet_results.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

#include "made_recording.hpp"

namespace orbbench::bench {
namespace {

using duet::Recording;
using duet::Side;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using tests::made_recording;

std::vector<CheckResult> results_of(const Recording& recording) {
  return duet_results(recording, duet::judge(recording, {}, 1));
}

std::vector<Verdict> verdicts_of(const Recording& recording) {
  std::vector<Verdict> verdicts;
  for (const CheckResult& result : results_of(recording)) {
    verdicts.push_back(result.verdict);
  }
  return verdicts;
}

double figure(const CheckResult& result, const std::string& name) {
  const auto found = std::find_if(result.figures.begin(), result.figures.end(),
                                  [&](const Figure& one) { return one.name == name; });
  return found != result.figures.end() ? found->value : throw std::out_of_range(name);
}

TEST(DuetResultsTest, PassesWhatIsShown) {
  const auto results = results_of(made_recording(0, 1));
  ASSERT_EQ(results.size(), 4U);
  EXPECT_EQ(results[0].name, "duet.latency");
  EXPECT_EQ(results[1].name, "duet.deallocation");
  EXPECT_EQ(results[2].name, "duet.memory");
  EXPECT_EQ(results[3].name, "duet.errors");
  EXPECT_THAT(verdicts_of(made_recording(0, 1)),
              ElementsAre(Verdict::Pass, Verdict::Pass, Verdict::Pass, Verdict::Pass));
  EXPECT_EQ(figure(results[0], "rounds"), 10);
  EXPECT_EQ(figure(results[0], "calls_each"), 10000);
  EXPECT_LE(figure(results[0], "ratio_low_p50"), figure(results[0], "ratio_p50"));
}

TEST(DuetResultsTest, FailsASlowCandidateAndSaysByHowMuch) {
  const auto results = results_of(made_recording(0.10, 1));
  EXPECT_EQ(results[0].verdict, Verdict::Fail);
  EXPECT_THAT(results[0].evidence, ElementsAre(HasSubstr("p50 is worse than its margin allows")));
  ASSERT_EQ(results[0].tables.size(), 1U);
  ASSERT_EQ(results[0].tables[0].rows.size(), 3U);
  EXPECT_EQ(results[0].tables[0].rows[0].front(), "p50");
  EXPECT_EQ(results[0].tables[0].rows[0].back(), "fail");
  EXPECT_EQ(std::stod(results[0].tables[0].rows[0].at(3)), figure(results[0], "ratio_p50"));
  EXPECT_EQ(results[1].verdict, Verdict::Fail);
  EXPECT_EQ(results[2].verdict, Verdict::Pass);
}

TEST(DuetResultsTest, IsInconclusiveAtTheMargin) {
  EXPECT_EQ(results_of(made_recording(0.05, 1))[0].verdict, Verdict::Inconclusive);
}

TEST(DuetResultsTest, IsInvalidWhenDisturbedWithItsFigures) {
  Recording recording = made_recording(0.10, 1);
  recording.disturbance = "the candidate core was lost";
  EXPECT_THAT(verdicts_of(recording),
              ElementsAre(Verdict::Invalid, Verdict::Invalid, Verdict::Invalid, Verdict::Invalid));
  EXPECT_EQ(results_of(recording)[0].summary, "the candidate core was lost");
  EXPECT_GT(figure(results_of(recording)[0], "ratio_p50"), 1.05);
}

TEST(DuetResultsTest, FailedCallsFailEvenWhereTheyDisturb) {
  Recording recording = made_recording(0, 1);
  recording.disturbance = "the candidate core failed 900 of 10000 calls";
  recording.of(Side::Candidate).errors = 900;
  recording.of(Side::Candidate).first_error = "ping: TRANSIENT";
  const auto results = results_of(recording);
  EXPECT_EQ(results[0].verdict, Verdict::Invalid);
  EXPECT_EQ(results[3].verdict, Verdict::Fail);
  EXPECT_THAT(results[3].evidence, ElementsAre("first error: ping: TRANSIENT"));
}

TEST(DuetResultsTest, MemoryThatIsNotToBeReadIsInconclusiveWithTheReason) {
  Recording recording = made_recording(0, 1);
  recording.resident_octets.clear();
  recording.no_memory = "a core's metrics page is not known";
  const auto results = results_of(recording);
  EXPECT_EQ(results[2].verdict, Verdict::Inconclusive);
  EXPECT_EQ(results[2].summary, "a core's metrics page is not known");
  EXPECT_THAT(results[2].figures, IsEmpty());
}

TEST(DuetResultsTest, MemoryAfterUnequalWorkIsInconclusiveWithTheReason) {
  Recording recording = made_recording(0, 1);
  recording.unequal_past = "the baseline had served more";
  const auto results = results_of(recording);
  EXPECT_EQ(results[2].verdict, Verdict::Inconclusive);
  EXPECT_THAT(results[2].evidence, ElementsAre("the baseline had served more"));
}

}  // namespace
}  // namespace orbbench::bench
