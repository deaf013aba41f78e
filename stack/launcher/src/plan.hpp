#pragma once

#include <nlohmann/json.hpp>

#include "orbbench/launcher/stack.hpp"

namespace orbbench::launcher {

/// What the launcher sends its keeper first: the options, with every path filled in.
nlohmann::json plan_to_json(const StackOptions& options);
StackOptions plan_from_json(const nlohmann::json& plan);

nlohmann::json endpoints_to_json(const Endpoints& endpoints);
Endpoints endpoints_from_json(const nlohmann::json& json);

}  // namespace orbbench::launcher
