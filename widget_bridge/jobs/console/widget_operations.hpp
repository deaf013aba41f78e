#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "orbbench/orb_client/core_lane.hpp"
#include "orbbench/widget_bridge/widget.hpp"

namespace orbbench::console {

/// One of the operations that idl/orb_core.idl names at Widget::invoke.
struct WidgetOperation {
  std::string_view name;
  std::string_view parameters;  ///< an example that parse_parameters() takes
};

std::span<const WidgetOperation> widget_operations();

/// What a click on the real control has the core object do.
inline constexpr std::string_view kClickOperation = "test_operation";
/// What a change of the real control's value has the core object do, with the value.
inline constexpr std::string_view kEditOperation = "echo";

/// Values separated by commas, written as in JSON: true, 12 (a long long), 1.5 (a double), "text".
/// Throws std::invalid_argument with one line for the user.
std::vector<orb_client::Argument> parse_parameters(const std::string& text);

/// As parse_parameters() reads it; what is no UTF-8 is replaced.
std::string text_of(const orb_client::Argument& value);

/// What a core gave as a text, as a window can show it: what is no UTF-8 is replaced.
std::string as_utf8(const std::string& text);

/// The value as an argument of kEditOperation. It must not be monostate.
orb_client::Argument argument_of(const widget_bridge::ControlValue& value);

}  // namespace orbbench::console
