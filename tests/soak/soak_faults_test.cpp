// `orbbench soak --faults`: what goes wrong on a timetable, in a real core and before it.

#include <gmock/gmock.h>

#include <fstream>

#include "soak_fixture.hpp"

namespace orbbench::tests {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

class SoakFaultsCommandTest : public SoakFixture {
 protected:
  Finished run_with(const std::string& faults, int intervals) const {
    const std::string file = (folder() / "faults.json").string();
    std::ofstream(file) << "{\"faults\": [" << faults << "]}";
    return run(soak(intervals, {"--faults", file, "--no-store"}));
  }
};

TEST_F(SoakFaultsCommandTest, CallsThatFailInThemAreNoErrorsOfTheCore) {
  const Finished finished = run_with(
      R"({"at_s": 1, "for_s": 1, "fault": "delay_replies", "delay_ms": 20},
         {"at_s": 3, "for_s": 1, "fault": "drop_replies", "count": 10},
         {"at_s": 5, "for_s": 1, "fault": "kill_core"},
         {"at_s": 8, "for_s": 1, "fault": "proxy",
          "proxy": {"fault": "reset", "match": {"every": 20}}})",
      24);
  EXPECT_THAT(finished.status, testing::AnyOf(kPass, kInconclusive))
      << finished.output << finished.errors;
  EXPECT_THAT(
      finished.output,
      AllOf(ContainsRegex("pass +soak\\.end"), ContainsRegex("pass +soak\\.errors +none of"),
            ContainsRegex("pass +soak\\.faults +4 of 4 faults had an effect"),
            Not(HasSubstr("errors_in_faults=0"))));
}

TEST_F(SoakFaultsCommandTest, OneWithoutEffectMakesItInvalid) {
  const Finished finished = run_with(
      R"({"at_s": 1, "for_s": 1, "fault": "proxy",
          "proxy": {"fault": "drop", "match": {"operation": "nobody_calls_this"}}})",
      6);
  EXPECT_EQ(finished.status, kInvalid) << finished.output << finished.errors;
  EXPECT_THAT(finished.output, AllOf(ContainsRegex("invalid +soak\\.faults +0 of 1"),
                                     HasSubstr("! proxy drop at 1 s for 1 s had no effect")));
}

}  // namespace
}  // namespace orbbench::tests
