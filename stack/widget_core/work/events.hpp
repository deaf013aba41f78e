#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>

#include "orbbench/service/http.hpp"
#include "store/widget_history.hpp"
#include "work/parts.hpp"

namespace orbbench::widget_core {

/// Feeds an event to the widget's control and records it, under the row's lock, so that events at
/// once come one after the other. Throws HttpError 404, 400 for fields that are wrong, 422 for an
/// event that the type cannot have.
HistoryEvent handle_event(Parts& parts, const service::Request& request, std::int64_t id,
                          const nlohmann::json& body);

/// The widget's history after a sequence number. Throws HttpError 404.
HistoryPage read_history(Parts& parts, const service::Request& request, std::int64_t id,
                         std::int64_t after, std::int64_t limit);

}  // namespace orbbench::widget_core
