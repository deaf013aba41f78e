#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace orbbench::bench {

/// By the step's name.
using StepResults = std::map<std::string, nlohmann::json>;

/// The steps that a parameter, or what is within it, refers to.
std::vector<std::string> steps_referred_to(const nlohmann::json& parameter);

/// The parameter with results in place of `${steps.NAME.result}`, and of
/// `${steps.NAME.result.FIELD}` where the result has fields: as they are where the text is nothing
/// else, as text within one. Throws ConfigError for a step or a field that is not there, and for a
/// `${` that is no reference.
nlohmann::json with_results(const nlohmann::json& parameter, const StepResults& results);

}  // namespace orbbench::bench
