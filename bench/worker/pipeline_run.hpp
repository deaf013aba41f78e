#pragma once

#include <chrono>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "orbbench/orb_client/deadline.hpp"
#include "worker/pipeline_plan.hpp"

namespace orbbench::bench {

/// What one step asked, was answered, and took.
struct StepRecord {
  std::string name;
  std::string operation;
  nlohmann::json request;  ///< its parameters, with the results of earlier steps in them
  std::optional<nlohmann::json> reply;  ///< none where the step failed
  std::string error;
  std::chrono::sys_time<std::chrono::microseconds> started;
  std::chrono::nanoseconds duration{0};
};

/// Those steps that were begun, in their order: a step that fails is the last one.
struct PipelineRecord {
  std::vector<StepRecord> steps;

  bool failed() const { return !steps.empty() && !steps.back().reply; }
};

/// Makes one call; throws CallError or ConfigError.
using StepCall = std::function<nlohmann::json(
    const std::string& operation, const nlohmann::json& parameters, orb_client::Deadline deadline)>;

/// One call after the other, until one fails. Nothing where `stop` was asked for between two steps.
std::optional<PipelineRecord> run_pipeline(const PipelinePlan& plan, const StepCall& call,
                                           const std::stop_token& stop);

std::string to_json(const PipelineRecord& record);
/// Reads that. Throws ConfigError.
PipelineRecord read_pipeline_record(const std::string& json);

}  // namespace orbbench::bench
