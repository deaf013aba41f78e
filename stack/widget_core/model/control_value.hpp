#pragma once

#include <nlohmann/json.hpp>
#include <optional>

#include "orbbench/widget_bridge/widget.hpp"

namespace orbbench::widget_core {

inline constexpr std::size_t kMaxValueOctets = 4096;

/// What a control of that type may hold: a boolean for a checkbox, 0 to 100 for a slider, a text
/// for a textbox, and null for each. Nothing for any other JSON.
std::optional<widget_bridge::ControlValue> control_value_of(widget_bridge::WidgetType type,
                                                            const nlohmann::json& value);

}  // namespace orbbench::widget_core
