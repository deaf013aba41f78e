#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/secret_octets.hpp"
#include "model/widget_record.hpp"
#include "orbbench/service/http.hpp"
#include "store/widget_history.hpp"
#include "work/parts.hpp"

namespace orbbench::widget_core {

/// A widget that is to be; it gets its id from the database.
struct NewWidget {
  WidgetRecord record;
  SecretOctets sensitive_data;
  std::vector<HistoryEvent> events;
};

/// The request of a client that may send it again.
struct RepeatableRequest {
  std::string key;
  std::string request_hash;
};

struct CreatedWidgets {
  std::vector<WidgetRecord> widgets;
  std::optional<nlohmann::json> replayed;  ///< the answer to the same request before
};

/// Brings widgets into core, database and cache: all of them, or none. Throws HttpError,
/// DatabaseUnavailable; what could not be undone at once, an intent leaves to recovery.
CreatedWidgets create_widgets(Parts& parts, const service::Request& request,
                              std::vector<NewWidget> widgets,
                              const std::optional<RepeatableRequest>& repeatable = std::nullopt);

}  // namespace orbbench::widget_core
