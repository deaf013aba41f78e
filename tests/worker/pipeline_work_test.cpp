// Pipelines, from the plan's file to the kept run, on a real core.

#include <algorithm>

#include "orbbench/orb_client/connection_pool.hpp"
#include "orbbench/orb_client/orb_runtime.hpp"
#include "shared_work_fixture.hpp"

namespace orbbench::tests {
namespace {

using orb_client::Deadline;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

class PipelineWorkTest : public SharedWorkFixture {
 protected:
  std::string plan_of(const std::string& steps) {
    return R"({"kind": "pipeline", "core": ")" + core().address() + R"(", "steps": )" + steps + "}";
  }

  store::StoredRun work_off(const std::string& plan) {
    const std::string id = submit(plan);
    const Finished worker = run({"worker", "--drain", "--no-schedules", "--name", "one"});
    EXPECT_EQ(worker.status, 0) << worker.errors;
    return await_result(id);
  }

  static std::vector<std::string> column(const store::StoredRun& run, const std::string& name) {
    const auto table = std::ranges::find(run.tables, "steps", &store::StoredTable::name);
    std::vector<std::string> cells;
    if (table != run.tables.end()) {
      const auto place = std::ranges::find(table->columns, name) - table->columns.begin();
      for (const auto& row : table->rows) {
        cells.push_back(row[static_cast<std::size_t>(place)]);
      }
    }
    return cells;
  }
};

TEST_F(PipelineWorkTest, SC05_CallsFollowOneAnotherWithResultsOfEarlierOnesAsParameters) {
  const store::StoredRun run = work_off(plan_of(R"([
      {"name": "made", "operation": "create_widget", "parameters": [77001, "button", "seven"]},
      {"name": "sum", "operation": "invoke_widget",
       "parameters": ["${steps.made.result}", "add", 20, 22]},
      {"name": "product", "operation": "invoke_widget",
       "parameters": ["${steps.made.result}", "multiply", "${steps.sum.result}", 2]},
      {"name": "said", "operation": "echo_string",
       "parameters": ["${steps.sum.result} and ${steps.product.result}"]},
      {"name": "gone", "operation": "destroy_widget", "parameters": [77001]}])"));
  EXPECT_EQ(run.kind, "pipeline");
  EXPECT_EQ(run.verdict, "pass");
  EXPECT_THAT(column(run, "step"), ElementsAre("made", "sum", "product", "said", "gone"));
  EXPECT_THAT(column(run, "request"),
              ElementsAre(R"([77001,"button","seven"])", R"([77001,"add",20,22])",
                          R"([77001,"multiply",42,2])", R"(["42 and 84"])", "[77001]"));
  EXPECT_THAT(column(run, "reply"), ElementsAre("77001", "42", "84", R"("42 and 84")", "null"));
  const auto duration = std::ranges::find(run.figures, "duration_us", &store::StoredFigure::name);
  ASSERT_NE(duration, run.figures.end());
  EXPECT_GT(duration->value, 0);
}

TEST_F(PipelineWorkTest, SC05_AFailingStepStopsTheRest) {
  const store::StoredRun run = work_off(plan_of(R"([
      {"name": "before", "operation": "execute", "parameters": ["before"]},
      {"name": "bad", "operation": "destroy_widget", "parameters": [77002]},
      {"name": "after", "operation": "execute", "parameters": ["after"]}])"));
  EXPECT_EQ(run.verdict, "fail");
  EXPECT_THAT(column(run, "step"), ElementsAre("before", "bad"));
  EXPECT_THAT(column(run, "error").back(), HasSubstr("WidgetNotFound"));
  EXPECT_THAT(verdict_of(run, "pipeline.bad"), StartsWith("fail: destroy_widget: "));

  orb_client::OrbRuntime runtime;
  orb_client::ConnectionPool pool(runtime, orb_client::Endpoint::parse(core().address()), {});
  auto lane = pool.lease(Deadline::after(5s));
  EXPECT_EQ(lane->executions("before", Deadline::after(5s)), 1U);
  EXPECT_EQ(lane->executions("after", Deadline::after(5s)), 0U);
}

TEST_F(PipelineWorkTest, APipelineWhoseCoreIsAwayIsTriedAsOftenAsItSays) {
  std::string plan = plan_of(R"([{"name": "one", "operation": "ping"}])");
  plan.insert(1, R"("max_attempts": 2, )");
  core().stop();
  const std::string id = submit(plan);
  const Finished worker = run({"worker", "--drain", "--no-schedules"});
  EXPECT_EQ(worker.status, 0);
  const store::StoredRun result = await_result(id);
  EXPECT_EQ(result.verdict, "invalid");
  EXPECT_THAT(verdict_of(result, "pipeline"), HasSubstr("it was not carried out"));
  const auto items = queue().items(id);
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].history.size(), 2U);
  EXPECT_THAT(items[0].error, HasSubstr("retries exhausted"));
}

}  // namespace
}  // namespace orbbench::tests
