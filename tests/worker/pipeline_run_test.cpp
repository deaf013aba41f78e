// Steps one after the other, on calls that the test controls.

#include <gmock/gmock.h>

#include "orbbench/orb_client/errors.hpp"
#include "worker/pipeline_run.hpp"

namespace orbbench::tests {
namespace {

using namespace orbbench::bench;
using nlohmann::json;
using orb_client::Deadline;
using testing::HasSubstr;

PipelineStep step(const std::string& name, const std::string& operation, const json& parameters) {
  return {name, operation, parameters, std::chrono::milliseconds(500)};
}

PipelinePlan three_steps() {
  return {"localhost:12000",
          {step("first", "double", {21}), step("second", "double", {"${steps.first.result}"}),
           step("third", "double", {"${steps.second.result}"})}};
}

class PipelineRunTest : public testing::Test {
 protected:
  /// Doubles; fails at `bad_`.
  StepCall call() {
    return [this](const std::string& operation, const json& parameters, Deadline deadline) {
      EXPECT_EQ(operation, "double");
      EXPECT_FALSE(deadline.expired());
      called_.push_back(parameters);
      if (parameters[0] == bad_) {
        orb_client::CallFacts facts;
        facts.operation = operation;
        throw orb_client::TimeoutError(facts, "too late");
      }
      return json(2 * parameters[0].get<int>());
    };
  }

  json bad_ = nullptr;
  std::vector<json> called_;
  std::stop_source stop_;
};

TEST_F(PipelineRunTest, SC05_ResultsOfEarlierStepsAreParametersOfLaterOnes) {
  const auto record = run_pipeline(three_steps(), call(), stop_.get_token());
  ASSERT_TRUE(record);
  EXPECT_FALSE(record->failed());
  ASSERT_EQ(record->steps.size(), 3U);
  EXPECT_EQ(record->steps[1].request, json::array({42}));
  EXPECT_EQ(record->steps[2].request, json::array({84}));
  EXPECT_EQ(record->steps[2].reply, json(168));
}

TEST_F(PipelineRunTest, SC05_AFailingStepStopsTheRest) {
  bad_ = 42;
  const auto record = run_pipeline(three_steps(), call(), stop_.get_token());
  ASSERT_TRUE(record);
  EXPECT_TRUE(record->failed());
  ASSERT_EQ(record->steps.size(), 2U);
  EXPECT_EQ(record->steps[0].reply, json(42));
  EXPECT_FALSE(record->steps[1].reply);
  EXPECT_THAT(record->steps[1].error, HasSubstr("too late"));
  EXPECT_EQ(called_.size(), 2U);
}

TEST_F(PipelineRunTest, SC05_AParameterThatCannotBeFilledInStopsTheRestAndCallsNothing) {
  PipelinePlan plan = three_steps();
  plan.steps[1].parameters = {"${steps.first.result.field}"};
  const auto record = run_pipeline(plan, call(), stop_.get_token());
  ASSERT_TRUE(record);
  EXPECT_TRUE(record->failed());
  EXPECT_THAT(record->steps.back().error, HasSubstr("has no field"));
  EXPECT_EQ(called_.size(), 1U);
}

TEST_F(PipelineRunTest, NothingIsToldOfAPipelineThatWasInterrupted) {
  PipelinePlan plan = three_steps();
  const StepCall inner = call();
  const auto record = run_pipeline(
      plan,
      [&](const std::string& operation, const json& parameters, Deadline deadline) {
        stop_.request_stop();
        return inner(operation, parameters, deadline);
      },
      stop_.get_token());
  EXPECT_FALSE(record);
  EXPECT_EQ(called_.size(), 1U);
}

TEST_F(PipelineRunTest, ARecordIsReadBackAsItWas) {
  bad_ = 84;
  const auto record = run_pipeline(three_steps(), call(), stop_.get_token());
  ASSERT_TRUE(record);
  const PipelineRecord again = read_pipeline_record(to_json(*record));
  ASSERT_EQ(again.steps.size(), record->steps.size());
  for (std::size_t i = 0; i < again.steps.size(); ++i) {
    EXPECT_EQ(again.steps[i].name, record->steps[i].name);
    EXPECT_EQ(again.steps[i].operation, record->steps[i].operation);
    EXPECT_EQ(again.steps[i].request, record->steps[i].request);
    EXPECT_EQ(again.steps[i].reply, record->steps[i].reply);
    EXPECT_EQ(again.steps[i].error, record->steps[i].error);
    EXPECT_EQ(again.steps[i].started, record->steps[i].started);
    EXPECT_EQ(again.steps[i].duration, record->steps[i].duration);
  }
  EXPECT_TRUE(again.failed());
  EXPECT_THROW(read_pipeline_record("{}"), orb_client::ConfigError);
}

}  // namespace
}  // namespace orbbench::tests
