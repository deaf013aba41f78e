// What is made of a sighting: the verdict, and the words for it.

#include "memory/preload/free_report.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

namespace orbbench::tests {
namespace {

using namespace free_witness;
using bench::CheckResult;
using bench::Verdict;
using testing::ElementsAre;
using testing::HasSubstr;

CallPathCount path_at(std::uint64_t address, std::uint64_t blocks, std::uint64_t with_canary,
                      std::uint64_t with_whole_canary) {
  CallPathCount path;
  path.frames = {address + 1};
  path.blocks = blocks;
  path.unwiped = with_canary;
  path.with_canary = with_canary;
  path.with_whole_canary = with_whole_canary;
  return path;
}

class FreeReportTest : public testing::Test {
 protected:
  FreeReportTest() {
    run_.sighting.process = 1;
    run_.sighting.blocks = 100;
    run_.calls.lives = 1;
  }

  CheckResult judged() { return judge(run_, symbols_); }

  WatchedRun run_;
  Symbols symbols_{{}};
};

TEST_F(FreeReportTest, PassesWhenNoBlockHeldACanary) {
  run_.sighting.paths = {path_at(0x10, 100, 0, 0)};
  EXPECT_EQ(judged().verdict, Verdict::Pass);
}

TEST_F(FreeReportTest, FailsWhenOneDidAndNamesWholeOnesFirst) {
  run_.sighting.paths = {path_at(0x10, 90, 9, 0), path_at(0x20, 10, 1, 1)};
  const CheckResult result = judged();
  EXPECT_EQ(result.verdict, Verdict::Fail);
  EXPECT_THAT(result.evidence, ElementsAre("1 block of 10 with a whole canary: 0x20",
                                           "9 blocks of 90 with a fragment of a canary: 0x10"));
}

TEST_F(FreeReportTest, FailsByBlocksThatFoundNoRoomAlone) {
  run_.sighting.unplaced = 7;
  run_.sighting.unplaced_with_canary = 2;
  const CheckResult result = judged();
  EXPECT_EQ(result.verdict, Verdict::Fail);
  EXPECT_THAT(result.summary, HasSubstr("for the call paths of 7 blocks there was no room"));
  EXPECT_THAT(result.evidence,
              ElementsAre("2 blocks more, for whose call paths there was no room"));
}

TEST_F(FreeReportTest, EvidenceIsBounded) {
  for (std::uint64_t i = 0; i < 30; ++i) {
    run_.sighting.paths.push_back(path_at(i, 1, 1, 1));
  }
  const CheckResult result = judged();
  EXPECT_EQ(result.evidence.size(), 21U);
  EXPECT_EQ(result.evidence.back(), "and by 10 call paths more");
}

TEST_F(FreeReportTest, IsInconclusiveWhenTheCoreDidNotLoadTheWitness) {
  run_.sighting.process = 0;
  EXPECT_EQ(judged().verdict, Verdict::Inconclusive);
}

TEST_F(FreeReportTest, IsInvalidWhenItSawNoBlockOrSentNoCanary) {
  run_.sighting.blocks = 0;
  EXPECT_EQ(judged().verdict, Verdict::Invalid);
  run_.sighting.blocks = 100;
  run_.calls = {};
  EXPECT_EQ(judged().verdict, Verdict::Invalid);
}

TEST_F(FreeReportTest, TableHasThePathsWithMostUnwipedBlocks) {
  run_.sighting.paths = {path_at(0x10, 5, 1, 0), path_at(0x20, 9, 0, 0), path_at(0x30, 5, 3, 0)};
  EXPECT_EQ(unwiped_table(run_.sighting, symbols_, 1),
            "   unwiped     blocks     octets  given back by\n"
            "         3          5          0  0x30\n"
            "           and 1 call path more\n");
}

TEST_F(FreeReportTest, JsonHasEachCallPathWithItsFrames) {
  run_.sighting.paths = {path_at(0x10, 5, 1, 0)};
  const auto json = nlohmann::json::parse(json_report(run_, judged(), symbols_));
  EXPECT_EQ(json.at("verdict"), "fail");
  EXPECT_EQ(json.at("call_paths").at(0).at("with_canary"), 1);
  EXPECT_EQ(json.at("call_paths").at(0).at("frames").at(0).at("address"), 0x10);
}

TEST(FunctionNameTest, LosesItsParametersAndNothingElse) {
  EXPECT_EQ(without_parameters("a::f(int) const"), "a::f");
  EXPECT_EQ(without_parameters("a::B<c(int)>::f(d (*)(e))"), "a::B<c(int)>::f");
  EXPECT_EQ(without_parameters("a::operator()(int)"), "a::operator()");
  EXPECT_EQ(without_parameters("system__memory__free"), "system__memory__free");
}

}  // namespace
}  // namespace orbbench::tests
