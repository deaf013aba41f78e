#include <gmock/gmock.h>

#include <algorithm>

#include "check_fixture.hpp"

namespace orbbench::tests {
namespace {

using bench::Verdict;
using namespace std::chrono_literals;

double figure(const bench::CheckResult& result, const std::string& name) {
  const auto found = std::find_if(result.figures.begin(), result.figures.end(),
                                  [&](const auto& one) { return one.name == name; });
  return found == result.figures.end() ? -1 : found->value;
}

/// Replies are delayed by far more than any disturbance of the machine, so that verdicts are not
/// those of the machine.
class LatencyCheckTest : public CheckFixture {
 protected:
  LatencyCheckTest() {
    context_.settings = {.rate_per_second = 20, .duration = 2s, .lanes = 4, .slo_p99 = 500ms};
  }
};

TEST_F(LatencyCheckTest, PassesUnderTheLimit) {
  control().delay_replies(100ms, 0, soon());
  const bench::CheckResult result = bench::check_latency_slo(context_);
  EXPECT_EQ(result.verdict, Verdict::Pass) << result.summary;
  EXPECT_EQ(figure(result, "calls"), 40);
  EXPECT_EQ(figure(result, "errors"), 0);
  EXPECT_GE(figure(result, "latency_us_p50"), 100'000);
  EXPECT_GT(figure(result, "floor_us_p50"), 0);
}

TEST_F(LatencyCheckTest, FailsOverTheLimit) {
  context_.settings.slo_p99 = 90ms;
  control().delay_replies(100ms, 0, soon());
  const bench::CheckResult result = bench::check_latency_slo(context_);
  EXPECT_EQ(result.verdict, Verdict::Fail) << result.summary;
}

TEST_F(LatencyCheckTest, ChargesCallsThatHadToWaitForALane) {
  // Four lanes of 250 ms each serve 16 calls a second, of 20 that are due.
  control().delay_replies(250ms, 0, soon());
  const bench::CheckResult result = bench::check_latency_slo(context_);
  EXPECT_GT(figure(result, "latency_us_max"), 400'000);
  EXPECT_LT(figure(result, "from_sent_us_p95"), 400'000);
}

TEST_F(LatencyCheckTest, FailsWhenCallsFail) {
  context_.report = [this](const std::string&) { core_.kill(); };  // when the load is to begin
  const bench::CheckResult result = bench::check_latency_slo(context_);
  EXPECT_EQ(result.verdict, Verdict::Fail) << result.summary;
  EXPECT_EQ(figure(result, "errors"), 40);
  EXPECT_THAT(result.evidence, testing::ElementsAre(testing::HasSubstr("first error")));
}

}  // namespace
}  // namespace orbbench::tests
