#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "orbbench/service/http.hpp"
#include "orbbench/widget_bridge/widget.hpp"

namespace orbbench::widget_core {

/// One row of `widgets`. A value; times are ISO 8601 in UTC with microseconds.
struct WidgetRecord {
  widget_bridge::Widget widget;
  std::int64_t version = 1;
  std::int64_t owner_id = 0;
  std::int64_t tenant_id = 0;
  std::optional<std::string> orb_reference;
  std::string created_at;
  std::string updated_at;
  bool operator==(const WidgetRecord&) const = default;
};

/// Who asks; empty for the trusted network itself, to which all widgets belong.
using Scope = std::optional<service::Caller>;

/// The user and tenant that own what the scope creates.
service::Caller owner_of(const Scope& scope);

bool may_see(const Scope& scope, const WidgetRecord& record);

/// A widget as every answer and the cache show it.
nlohmann::json to_json(const WidgetRecord& record);
nlohmann::json to_json(const widget_bridge::ControlValue& value);

/// Nothing for a text that is no such JSON: others write to the cache too.
std::optional<WidgetRecord> parse_record(std::string_view text);

/// "version-N", quoted as an ETag is.
std::string etag_of(const WidgetRecord& record);

}  // namespace orbbench::widget_core
