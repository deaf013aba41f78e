#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "orbbench/orb_client/core_lane.hpp"

namespace orbbench::bench {

/// Names of the operations that a step may call, and how many parameters each takes.
struct PipelineOperation {
  std::string name;
  std::size_t least_parameters = 0;
  std::size_t most_parameters = 0;
};
const std::vector<PipelineOperation>& pipeline_operations();
/// Null where there is none.
const PipelineOperation* find_pipeline_operation(const std::string& name);

/// Calls it. Null for an operation without a result. Throws CallError, and ConfigError, before
/// anything is sent, for parameters that it does not take.
nlohmann::json call_operation(orb_client::CoreLane& lane, const std::string& operation,
                              const nlohmann::json& parameters, orb_client::Deadline deadline);

}  // namespace orbbench::bench
