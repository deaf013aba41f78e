// What a pipeline's plan may say, and how results of steps become parameters.

#include <gmock/gmock.h>

#include "orbbench/orb_client/errors.hpp"
#include "worker/pipeline_plan.hpp"
#include "worker/step_references.hpp"

namespace orbbench::tests {
namespace {

using namespace orbbench::bench;
using nlohmann::json;
using orb_client::ConfigError;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::ThrowsMessage;

std::string plan_of(const std::string& steps) {
  return R"({"kind": "pipeline", "core": "localhost:12000", "steps": )" + steps + "}";
}

void expect_refused(const std::string& plan, const std::string& reason) {
  EXPECT_THAT([&] { parse_pipeline(plan); }, ThrowsMessage<ConfigError>(HasSubstr(reason)));
}

TEST(PipelinePlanTest, StepsKeepTheirOrderAndTakeThePlansDeadline) {
  const PipelinePlan plan = parse_pipeline(
      R"({"kind": "pipeline", "core": "localhost:12000", "deadline_ms": 200, "steps": [
          {"name": "first", "operation": "ping"},
          {"name": "second", "operation": "echo_string", "parameters": ["x"], "deadline_ms": 50}]})");
  EXPECT_EQ(plan.core, "localhost:12000");
  ASSERT_EQ(plan.steps.size(), 2U);
  EXPECT_EQ(plan.steps[0].name, "first");
  EXPECT_EQ(plan.steps[0].deadline, std::chrono::milliseconds(200));
  EXPECT_EQ(plan.steps[0].parameters, json::array());
  EXPECT_EQ(plan.steps[1].operation, "echo_string");
  EXPECT_EQ(plan.steps[1].deadline, std::chrono::milliseconds(50));
}

TEST(PipelinePlanTest, AMistakeIsNamedWithItsPlace) {
  expect_refused("[]", "plan: it must be a JSON object");
  expect_refused("{nonsense", "plan: it must be a JSON object");
  expect_refused(R"({"steps": []})", "plan: core is missing");
  expect_refused(plan_of("[]"), "plan: steps must be a list of 1 to 100 steps");
  expect_refused(plan_of(R"([{"name": "a", "operation": "fly"}])"),
                 "plan: steps[0].operation must be one of ping, ");
  expect_refused(plan_of(R"([{"name": "a b", "operation": "ping"}])"),
                 "plan: steps[0].name must be 1 to 64 of a-z 0-9 _");
  expect_refused(plan_of(R"([{"name": "a", "operation": "echo_string"}])"),
                 "plan: steps[0].parameters must be 1 of echo_string, and are 0");
  expect_refused(plan_of(R"([{"name": "a", "operation": "ping", "retries": 2}])"),
                 "plan: steps[0].retries is unknown");
  expect_refused(
      plan_of(R"([{"name": "a", "operation": "ping"}, {"name": "a", "operation": "ping"}])"),
      "plan: steps[1].name is that of an earlier step");
}

TEST(PipelinePlanTest, AStepRefersOnlyToThoseBeforeIt) {
  expect_refused(plan_of(R"([
      {"name": "a", "operation": "echo_string", "parameters": ["${steps.b.result}"]},
      {"name": "b", "operation": "ping"}])"),
                 "plan: steps[0].parameters refer to step b, which does not come before it");
  expect_refused(
      plan_of(
          R"([{"name": "a", "operation": "echo_string", "parameters": ["${steps.a.result}"]}])"),
      "plan: steps[0].parameters refer to step a");
}

TEST(StepReferencesTest, AReferenceAloneKeepsTheResultsType) {
  const StepResults results{{"sum", 42}, {"name", "ada"}, {"report", {{"arrived", 7}}}};
  EXPECT_EQ(with_results("${steps.sum.result}", results), json(42));
  EXPECT_EQ(with_results("${steps.name.result}", results), json("ada"));
  EXPECT_EQ(with_results("${steps.report.result.arrived}", results), json(7));
  EXPECT_EQ(with_results(json::array({1, "${steps.sum.result}"}), results), json::array({1, 42}));
}

TEST(StepReferencesTest, AReferenceWithinATextBecomesText) {
  const StepResults results{{"sum", 42}, {"name", "ada"}};
  EXPECT_EQ(with_results("<${steps.name.result}:${steps.sum.result}>", results), json("<ada:42>"));
  EXPECT_EQ(with_results("${steps.name.result}${steps.name.result}", results), json("adaada"));
}

TEST(StepReferencesTest, AReferenceWithinAResultIsData) {
  const StepResults results{{"a", "${steps.b.result}"}};
  EXPECT_EQ(with_results("${steps.a.result}", results), json("${steps.b.result}"));
}

TEST(StepReferencesTest, WhatIsNoReferenceIsRefused) {
  const StepResults results{{"a", 1}};
  for (const char* text : {"${a}", "${steps.a}", "${steps..result}", "${steps.a.result", "${}",
                           "${steps.a.result.}", "${steps.a.results}"}) {
    EXPECT_THROW(with_results(text, results), ConfigError) << text;
    EXPECT_THROW(steps_referred_to(text), ConfigError) << text;
  }
  EXPECT_THROW(with_results("${steps.a.result.field}", results), ConfigError);
  EXPECT_THROW(with_results("${steps.b.result}", results), ConfigError);
  EXPECT_THAT(steps_referred_to(json::parse(R"({"x": ["a ${steps.p.result}", 3]})")),
              ElementsAre("p"));
}

}  // namespace
}  // namespace orbbench::tests
