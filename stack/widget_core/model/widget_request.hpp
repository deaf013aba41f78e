#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "model/secret_octets.hpp"
#include "orbbench/widget_bridge/widget.hpp"

namespace orbbench::widget_core {

/// What a POST asks for; checked.
struct WidgetDraft {
  widget_bridge::Widget widget;  ///< without an id
  std::optional<std::string> orb_reference;
  SecretOctets sensitive_data;
};

/// What a PATCH or PUT asks for: for each field, nothing where it stays as it is.
struct WidgetChanges {
  std::optional<std::string> label;
  std::optional<bool> enabled;
  std::optional<std::optional<widget_bridge::Position>> position;
  std::optional<std::optional<widget_bridge::Size>> size;
  std::optional<std::optional<std::string>> orb_reference;
  std::optional<widget_bridge::LifecycleState> state;
  std::optional<nlohmann::json> value;            ///< what is right depends on the widget's type
  std::optional<widget_bridge::WidgetType> type;  ///< of a PUT: must be what it is
  std::optional<std::int64_t> version;
};

/// Each throws HttpError 400 VALIDATION_FAILED that names every missing, wrong and unknown field.
/// `read_draft` wipes the sensitive data in `body`.
WidgetDraft read_draft(nlohmann::json& body);
WidgetChanges read_patch(const nlohmann::json& body);
WidgetChanges read_replacement(const nlohmann::json& body);

/// The version that an If-Match header names; nothing for "*". Throws HttpError 400 for another
/// form.
std::optional<std::int64_t> read_if_match(const std::string& header);

/// The first size that a render may have to the last: 1 to 2000 each way. Throws HttpError 400.
widget_bridge::Size read_render_size(const nlohmann::json& body, widget_bridge::Size otherwise);

}  // namespace orbbench::widget_core
