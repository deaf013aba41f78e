#pragma once

#include <nlohmann/json.hpp>

#include "orbbench/service/http.hpp"
#include "work/invoking.hpp"

namespace orbbench::widget_core {

/// Makes up to 16 calls at once, {"calls": [{"widget_id", "operation", "params"}]}, and gathers how
/// each ended, in their order: {"results": [{"widget_id", "status", and the answer or the error}]}.
nlohmann::json scatter_calls(Invoker& invoker, const service::Request& request,
                             const nlohmann::json& body);

}  // namespace orbbench::widget_core
