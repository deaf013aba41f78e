#include "worker/pipeline_plan.hpp"

#include <algorithm>
#include <set>

#include "orbbench/orb_client/errors.hpp"
#include "worker/pipeline_calls.hpp"
#include "worker/plan_reader.hpp"
#include "worker/step_references.hpp"

namespace orbbench::bench {
namespace {

using nlohmann::json;

constexpr std::size_t kMostSteps = 100;
constexpr std::size_t kLongestName = 64;
constexpr std::size_t kDefaultDeadline = 1500;  // ms, as the widget core's
constexpr std::size_t kLongestDeadline = 600'000;

bool is_step_name(const std::string& name) {
  return name.size() <= kLongestName && std::ranges::all_of(name, [](char one) {
           return (one >= 'a' && one <= 'z') || (one >= '0' && one <= '9') || one == '_';
         });
}

std::string operation_names() {
  std::string names;
  for (const PipelineOperation& operation : pipeline_operations()) {
    names += (names.empty() ? "" : ", ") + operation.name;
  }
  return names;
}

void require_parameters(const PlanReader& reader, const PipelineStep& step) {
  const PipelineOperation* operation = find_pipeline_operation(step.operation);
  if (operation == nullptr) {
    reader.refuse("operation", "must be one of " + operation_names());
  }
  if (step.parameters.size() < operation->least_parameters ||
      step.parameters.size() > operation->most_parameters) {
    reader.refuse("parameters",
                  "must be " + std::to_string(operation->least_parameters) +
                      (operation->most_parameters > operation->least_parameters ? " or more" : "") +
                      " of " + step.operation + ", and are " +
                      std::to_string(step.parameters.size()));
  }
}

void require_references(const PlanReader& reader, const PipelineStep& step,
                        const std::set<std::string>& earlier) {
  for (const std::string& name : steps_referred_to(step.parameters)) {
    if (!earlier.contains(name)) {
      reader.refuse("parameters", "refer to step " + name + ", which does not come before it");
    }
  }
}

PipelineStep read_step(const PlanReader& reader, std::size_t deadline) {
  reader.allow_only({"name", "operation", "parameters", "deadline_ms"});
  PipelineStep step;
  step.name = reader.text("name");
  step.operation = reader.text("operation");
  step.parameters = reader.has("parameters") ? reader.at("parameters") : json::array();
  step.deadline =
      std::chrono::milliseconds(reader.whole("deadline_ms", deadline, 1, kLongestDeadline));
  if (!is_step_name(step.name)) {
    reader.refuse("name", "must be 1 to 64 of a-z 0-9 _");
  }
  if (!step.parameters.is_array()) {
    reader.refuse("parameters", "must be a list");
  }
  require_parameters(reader, step);
  return step;
}

}  // namespace

PipelinePlan parse_pipeline(const std::string& text) {
  const json document = parse_plan(text);
  const PlanReader reader(document, "");
  reader.allow_only({"kind", "core", "deadline_ms", "steps", "priority", "max_attempts"});
  PipelinePlan plan;
  plan.core = reader.text("core");
  const json& steps = reader.at("steps");
  if (!steps.is_array() || steps.empty() || steps.size() > kMostSteps) {
    reader.refuse("steps", "must be a list of 1 to 100 steps");
  }
  const std::size_t deadline = reader.whole("deadline_ms", kDefaultDeadline, 1, kLongestDeadline);
  std::set<std::string> names;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const PlanReader of_step(steps[i], "steps[" + std::to_string(i) + "]");
    PipelineStep step = read_step(of_step, deadline);
    require_references(of_step, step, names);
    if (!names.insert(step.name).second) {
      of_step.refuse("name", "is that of an earlier step");
    }
    plan.steps.push_back(std::move(step));
  }
  return plan;
}

}  // namespace orbbench::bench
