#pragma once

#include <cstdint>

#include "model/widget_record.hpp"
#include "orbbench/service/http.hpp"
#include "work/parts.hpp"

namespace orbbench::widget_core {

enum class ReadFrom { Cache, Database };

struct ReadWidget {
  WidgetRecord record;
  ReadFrom from = ReadFrom::Database;
};

/// HttpError 404 "Widget not found", with its number.
service::HttpError widget_not_found(std::int64_t id);

/// The widget, from the cache or else from the database, whence it goes into the cache. Throws
/// HttpError 404 for one that the caller may not see, DatabaseUnavailable.
ReadWidget read_widget(Parts& parts, const service::Request& request, std::int64_t id);

/// Throws HttpError 503 when nobody is left to answer: no further step is worth its cost then.
void require_client(const service::Request& request);

}  // namespace orbbench::widget_core
