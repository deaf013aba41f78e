#pragma once

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace orbbench::bench {

/// One call of a core, by a name that later steps know it by.
struct PipelineStep {
  std::string name;
  std::string operation;
  nlohmann::json parameters;  ///< a list
  std::chrono::milliseconds deadline{0};
};

/// Calls that follow one another.
struct PipelinePlan {
  std::string core;  ///< as Endpoint::parse takes it
  std::vector<PipelineStep> steps;
};

/// A JSON document, as docs/shared_work.md describes it. Throws ConfigError, one line with the
/// place, for what is unknown or out of range, and for a step that refers to one that does not come
/// before it.
PipelinePlan parse_pipeline(const std::string& json);

}  // namespace orbbench::bench
