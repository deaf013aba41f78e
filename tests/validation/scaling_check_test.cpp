#include <gmock/gmock.h>

#include "check_fixture.hpp"

namespace orbbench::tests {
namespace {

using bench::Verdict;
using testing::ContainsRegex;
using testing::ElementsAre;
using testing::IsEmpty;

class ScalingCheckTest : public CheckFixture {
 protected:
  ScalingCheckTest() { context_.settings.duration = std::chrono::milliseconds(200); }

  static std::vector<std::string> column(const bench::CheckResult& result, std::size_t place) {
    std::vector<std::string> cells;
    for (const auto& row : result.tables.at(0).rows) {
      cells.push_back(row.at(place));
    }
    return cells;
  }
};

TEST_F(ScalingCheckTest, PE03_NoCallFailsWithOneToTwentyClients) {
  const bench::CheckResult result = bench::check_scaling(context_);
  EXPECT_EQ(result.verdict, Verdict::Pass) << result.summary;
  EXPECT_THAT(result.evidence, IsEmpty());
  EXPECT_EQ(result.tables.at(0).name, "scaling");
  EXPECT_THAT(column(result, 0), ElementsAre("1", "5", "10", "20"));
  EXPECT_THAT(column(result, 4), ElementsAre("0", "0", "0", "0"));
  for (const std::string& rate : column(result, 1)) {
    EXPECT_GT(std::stod(rate), 0);
  }
}

TEST_F(ScalingCheckTest, PE03_ACallThatFailsIsToldOfWithItsNumberOfClients) {
  // When the second step is about to begin; some of them while it connects.
  context_.report = [this](const std::string& text) {
    if (text == "5 clients") {
      control().drop_replies(20, soon());
    }
  };
  const bench::CheckResult result = bench::check_scaling(context_);
  EXPECT_EQ(result.verdict, Verdict::Fail);
  EXPECT_THAT(result.evidence,
              ElementsAre(ContainsRegex("^5 clients: [0-9]+ calls failed, the first: ")));
}

}  // namespace
}  // namespace orbbench::tests
