#include "worker/step_references.hpp"

#include <functional>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::bench {
namespace {

using nlohmann::json;
using orb_client::ConfigError;

constexpr std::string_view kOpening = "${";
constexpr std::string_view kSteps = "steps.";
constexpr std::string_view kResult = ".result";

struct Reference {
  std::string step;
  std::string field;  ///< empty: the whole result
};

/// What stands between the braces.
Reference reference_in(const std::string& inner) {
  const std::size_t result = inner.find(kResult);
  const std::size_t end = result + kResult.size();
  const bool has_field = result != std::string::npos && inner.size() > end + 1 && inner[end] == '.';
  if (!inner.starts_with(kSteps) || result == std::string::npos || result == kSteps.size() ||
      (inner.size() != end && !has_field)) {
    throw ConfigError("${" + inner + "} is no reference; ${steps.NAME.result} is one");
  }
  return {inner.substr(kSteps.size(), result - kSteps.size()),
          has_field ? inner.substr(end + 1) : ""};
}

/// A text, cut at its references: `literal` and `reference` are called in turn.
void read_text(const std::string& text, const std::function<void(const std::string&)>& literal,
               const std::function<void(const Reference&)>& reference) {
  std::size_t from = 0;
  for (std::size_t at = text.find(kOpening); at != std::string::npos;
       at = text.find(kOpening, from)) {
    const std::size_t close = text.find('}', at);
    if (close == std::string::npos) {
      throw ConfigError("\"" + text + "\" has a ${ without a }");
    }
    if (at > from) {
      literal(text.substr(from, at - from));
    }
    reference(reference_in(text.substr(at + kOpening.size(), close - at - kOpening.size())));
    from = close + 1;
  }
  if (from < text.size()) {
    literal(text.substr(from));
  }
}

const json& result_of(const Reference& reference, const StepResults& results) {
  const auto found = results.find(reference.step);
  if (found == results.end()) {
    throw ConfigError("there is no step " + reference.step + " before this one");
  }
  if (reference.field.empty()) {
    return found->second;
  }
  if (!found->second.is_object() || !found->second.contains(reference.field)) {
    throw ConfigError("the result of step " + reference.step + " has no " + reference.field);
  }
  return found->second.at(reference.field);
}

json text_with_results(const std::string& text, const StepResults& results) {
  std::vector<json> parts;
  read_text(
      text, [&](const std::string& literal) { parts.emplace_back(literal); },
      [&](const Reference& reference) { parts.push_back(result_of(reference, results)); });
  if (parts.size() == 1) {
    return parts.front();
  }
  std::string whole;
  for (const json& part : parts) {
    whole += part.is_string() ? part.get<std::string>() : part.dump();
  }
  return whole;
}

}  // namespace

std::vector<std::string> steps_referred_to(const json& parameter) {
  std::vector<std::string> steps;
  if (parameter.is_string()) {
    read_text(
        parameter.get<std::string>(), [](const std::string&) {},
        [&](const Reference& reference) { steps.push_back(reference.step); });
  } else if (parameter.is_structured()) {
    for (const json& inner : parameter) {
      const auto found = steps_referred_to(inner);
      steps.insert(steps.end(), found.begin(), found.end());
    }
  }
  return steps;
}

json with_results(const json& parameter, const StepResults& results) {
  if (parameter.is_string()) {
    return text_with_results(parameter.get<std::string>(), results);
  }
  json filled = parameter;
  if (filled.is_structured()) {
    for (json& inner : filled) {
      inner = with_results(inner, results);
    }
  }
  return filled;
}

}  // namespace orbbench::bench
