// Verdicts that turn on time, which a sanitizer distorts.

#include <gmock/gmock.h>

#include <algorithm>

#include "workflow_check_fixture.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using bench::CheckResult;
using bench::Verdict;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

double figure(const CheckResult& result, const std::string& name) {
  const auto found = std::ranges::find(result.figures, name, &bench::Figure::name);
  return found == result.figures.end() ? -1 : found->value;
}

class WorkflowLatencyTest : public WorkflowCheckFixture {};

TEST_F(WorkflowLatencyTest, PassesOnASoundStack) {
  const CheckResult result = bench::check_workflow_latency(context_);
  EXPECT_EQ(result.verdict, Verdict::Pass) << testing::PrintToString(result.evidence);
  EXPECT_GT(figure(result, "create_ms_p50"), 0);
  EXPECT_LT(figure(result, "creates_ms"), 10'000);
  EXPECT_THAT(objects(), IsEmpty());
}

// The lanes are there already: with such replies, connecting would take longer than the 1.5 s that
// a call may; finding the widget and invoking it does.
TEST_F(WorkflowLatencyTest, FailsOnACoreThatTakesLongerThanTheLimits) {
  ASSERT_EQ(bench::check_workflow_life(context_).verdict, Verdict::Pass);
  delay_replies(1100ms);
  const CheckResult result = bench::check_workflow_latency(context_);
  EXPECT_EQ(result.verdict, Verdict::Fail);
  EXPECT_THAT(result.evidence, ElementsAre(StartsWith("create: the slowest took 11"),
                                           StartsWith("update: the slowest took 11"),
                                           StartsWith("invoke: expected 200, was answered 504"),
                                           StartsWith("delete: the slowest took 11")));
  EXPECT_THAT(objects(), IsEmpty());
}

}  // namespace
}  // namespace orbbench::tests
