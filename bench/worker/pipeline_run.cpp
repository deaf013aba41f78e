#include "worker/pipeline_run.hpp"

#include "orbbench/orb_client/errors.hpp"
#include "orbbench/store/stored_run.hpp"
#include "worker/step_references.hpp"

namespace orbbench::bench {
namespace {

using nlohmann::json;
using orb_client::ConfigError;
using orb_client::Deadline;
using Clock = std::chrono::steady_clock;

StepRecord run_step(const PipelineStep& step, const StepResults& results, const StepCall& call) {
  StepRecord record{
      .name = step.name,
      .operation = step.operation,
      .request = step.parameters,
      .reply = std::nullopt,
      .error = {},
      .started = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now())};
  const Clock::time_point begin = Clock::now();
  try {
    record.request = with_results(step.parameters, results);
    record.reply = call(step.operation, record.request, Deadline::after(step.deadline));
  } catch (const orb_client::CallError& error) {
    record.error = error.what();
  } catch (const ConfigError& error) {
    record.error = error.what();
  }
  record.duration = Clock::now() - begin;
  return record;
}

StepRecord read_step(const json& step) {
  StepRecord record{.name = step.at("name"),
                    .operation = step.at("operation"),
                    .request = step.at("request"),
                    .reply = std::nullopt,
                    .error = step.value("error", ""),
                    .started = store::parse_instant(step.at("started")),
                    .duration = std::chrono::nanoseconds(step.at("duration_ns"))};
  if (step.contains("reply")) {
    record.reply = step.at("reply");
  }
  return record;
}

}  // namespace

std::optional<PipelineRecord> run_pipeline(const PipelinePlan& plan, const StepCall& call,
                                           const std::stop_token& stop) {
  PipelineRecord record;
  StepResults results;
  for (const PipelineStep& step : plan.steps) {
    if (stop.stop_requested()) {
      return std::nullopt;
    }
    record.steps.push_back(run_step(step, results, call));
    if (record.failed()) {
      break;
    }
    results[step.name] = *record.steps.back().reply;
  }
  return record;
}

std::string to_json(const PipelineRecord& record) {
  json steps = json::array();
  for (const StepRecord& step : record.steps) {
    json one = {{"name", step.name},
                {"operation", step.operation},
                {"request", step.request},
                {"started", store::to_text(step.started)},
                {"duration_ns", step.duration.count()}};
    if (step.reply) {
      one["reply"] = *step.reply;
    } else {
      one["error"] = step.error;
    }
    steps.push_back(std::move(one));
  }
  return json{{"steps", std::move(steps)}}.dump(-1, ' ', false, json::error_handler_t::replace);
}

PipelineRecord read_pipeline_record(const std::string& text) try {
  PipelineRecord record;
  const json document = json::parse(text);
  for (const json& step : document.at("steps")) {
    record.steps.push_back(read_step(step));
  }
  return record;
} catch (const json::exception& error) {
  throw ConfigError(std::string("that is no record of a pipeline: ") + error.what());
}

}  // namespace orbbench::bench
