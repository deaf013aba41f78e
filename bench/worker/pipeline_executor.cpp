#include "worker/pipeline_executor.hpp"

#include "orbbench/orb_client/connection_pool.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "results/stored_form.hpp"
#include "worker/pipeline_calls.hpp"
#include "worker/pipeline_run.hpp"

namespace orbbench::bench {
namespace {

using nlohmann::json;
using orb_client::Deadline;

std::string text_of(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

CheckResult check_of(const StepRecord& step) {
  CheckResult check;
  check.name = "pipeline." + step.name;
  check.verdict = step.reply ? Verdict::Pass : Verdict::Fail;
  check.summary = step.operation + (step.reply ? ": " + text_of(*step.reply) : ": " + step.error);
  check.figures = {{"duration_us", static_cast<double>(step.duration.count()) / 1e3}};
  return check;
}

Table table_of(const PipelineRecord& record) {
  Table table{"steps", {"step", "operation", "request", "reply", "error", "started"}, {}};
  for (const StepRecord& step : record.steps) {
    table.rows.push_back({step.name, step.operation, text_of(step.request),
                          step.reply ? text_of(*step.reply) : "", step.error,
                          store::to_text(step.started)});
  }
  return table;
}

CheckResult lost(const work::ItemInfo& item) {
  CheckResult check;
  check.name = "pipeline";
  check.summary = "it was not carried out: " + item.error;
  return check;
}

void add_steps(const PipelinePlan& plan, const PipelineRecord& record, RunResult& run) {
  for (const StepRecord& step : record.steps) {
    run.checks.push_back(check_of(step));
  }
  for (std::size_t i = record.steps.size(); i < plan.steps.size(); ++i) {
    run.not_run.push_back({"pipeline." + plan.steps[i].name, "an earlier step failed"});
  }
  run.checks.front().tables.push_back(table_of(record));
}

}  // namespace

std::optional<work::ItemResult> PipelineExecutor::execute(const work::LeasedItem& item,
                                                          const std::stop_token& stop) {
  const PipelinePlan plan = parse_pipeline(item.plan);
  orb_client::ConnectionPool pool(runtime_, orb_client::Endpoint::parse(plan.core),
                                  {.lanes = 1, .waiters = 0});
  pool.lease(Deadline::after(plan.steps.front().deadline));  // nothing was called if this fails
  const auto call = [&](const std::string& operation, const json& parameters, Deadline deadline) {
    auto lane = pool.lease(deadline);
    return call_operation(*lane, operation, parameters, deadline);
  };
  const auto record = run_pipeline(plan, call, stop);
  return record ? std::optional(work::ItemResult{to_json(*record), {}}) : std::nullopt;
}

store::StoredRun PipelineExecutor::conclude(const work::RunInfo& run,
                                            const std::vector<work::ItemInfo>& items) const {
  const PipelinePlan plan = parse_pipeline(run.plan);
  RunResult result;
  result.id = run.work_id;
  result.core = plan.core;
  result.started_at = store::to_text(run.created_at);
  if (items.empty() || items.front().result.empty()) {
    result.checks.push_back(lost(items.empty() ? work::ItemInfo{} : items.front()));
  } else {
    const PipelineRecord record = read_pipeline_record(items.front().result);
    result.started_at = store::to_text(record.steps.front().started);
    for (const StepRecord& step : record.steps) {
      result.duration_seconds += std::chrono::duration<double>(step.duration).count();
    }
    add_steps(plan, record, result);
  }
  return stored_form(result, "pipeline");
}

}  // namespace orbbench::bench
