#pragma once

#include <cstdint>

#include "orbbench/service/http.hpp"

namespace orbbench::widget_core {

struct Page {
  std::int64_t limit = 0;
  std::int64_t start = 0;
};

/// `limit` (1 to 100, 20 by default) and the one by which the page begins (0 or more, 0 by
/// default). Throws HttpError 400 naming each that is no such integer.
Page read_page(const service::Request& request, const char* start_name);

/// A body that may be left out.
nlohmann::json optional_body(const service::Request& request);

}  // namespace orbbench::widget_core
