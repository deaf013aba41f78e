// What a run of mutants comes to, and how it says so.

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "selfcheck/mutant_run.hpp"

namespace orbbench::tests {
namespace {

using bench::Verdict;
using orb_client::FaultKind;
using selfcheck::json_of;
using selfcheck::MutantReport;
using selfcheck::text_of;
using selfcheck::Trial;
using selfcheck::verdict_of;
using testing::HasSubstr;
using testing::Not;

const Trial kCaught{
    {"leak", FaultKind::Leak, "object_key"}, true, "ledger.coverage: it leaks", 0.5};
const Trial kSurvivor{
    {"count_twice", FaultKind::CountTwice, "reply_header"}, false, "ledger.coverage says pass", 1};

TEST(MutantReportTest, PassesWhenAllWereCaught) {
  EXPECT_EQ(verdict_of(MutantReport{.asked = 1, .trials = {kCaught}}), Verdict::Pass);
}

TEST(MutantReportTest, FailsWhenOneSurvived) {
  EXPECT_EQ(verdict_of(MutantReport{.asked = 2, .trials = {kCaught, kSurvivor}}), Verdict::Fail);
  EXPECT_EQ(verdict_of(MutantReport{.asked = 9, .trials = {kSurvivor}, .broken_control = "broken"}),
            Verdict::Fail);
}

TEST(MutantReportTest, IsInvalidWhenAControlFailed) {
  EXPECT_EQ(verdict_of(MutantReport{.asked = 1, .trials = {kCaught}, .broken_control = "broken"}),
            Verdict::Invalid);
}

TEST(MutantReportTest, IsInconclusiveWhenNotAllWereTried) {
  EXPECT_EQ(verdict_of(MutantReport{.asked = 2, .trials = {kCaught}}), Verdict::Inconclusive);
  EXPECT_EQ(verdict_of(MutantReport{}), Verdict::Inconclusive);
}

TEST(MutantReportTest, TableHasEachKindTheTotalAndEverySurvivor) {
  EXPECT_EQ(text_of(MutantReport{.asked = 3, .trials = {kCaught, kCaught, kSurvivor}}),
            "kind                     injected   caught   seconds\n"
            "leak                            2        2       1.0\n"
            "count_twice                     1        0       1.0\n"
            "all                             3        2       2.0\n"
            "survived: count_twice of reply_header: ledger.coverage says pass\n");
}

TEST(MutantReportTest, SaysWhatWasNotTriedAndWhatIsNotToBeTrusted) {
  const std::string text = text_of(
      MutantReport{.asked = 5, .trials = {kCaught}, .broken_control = "the sound core leaks"});
  EXPECT_THAT(text, HasSubstr("not to be trusted: the sound core leaks\n"));
  EXPECT_THAT(text, HasSubstr("not tried: 4 of 5\n"));
  EXPECT_THAT(text_of(MutantReport{.asked = 1, .trials = {kCaught}}), Not(HasSubstr("not ")));
}

TEST(MutantReportTest, JsonHasEachTrialWithItsReason) {
  const auto json =
      nlohmann::json::parse(json_of(MutantReport{.asked = 2, .trials = {kCaught, kSurvivor}}));
  EXPECT_EQ(json.at("verdict"), "fail");
  EXPECT_EQ(json.at("mutants").size(), 2U);
  EXPECT_EQ(json.at("mutants")[1].at("place"), "reply_header");
  EXPECT_EQ(json.at("mutants")[1].at("reason"), "ledger.coverage says pass");
  EXPECT_EQ(json.at("kinds").back().at("injected"), 2);
}

}  // namespace
}  // namespace orbbench::tests
