#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "orbbench/widget_bridge/widget.hpp"

namespace orbbench::widget_bridge {

/// What can happen to a control. `State` sets its value, as a drag of a slider does.
enum class EventKind : std::uint8_t { Click, Key, Hover, State };

/// Lower case: "click".
std::string_view name_of(EventKind kind);
/// Nothing for a name that no kind has.
std::optional<EventKind> event_kind_named(std::string_view name);

struct WidgetEvent {
  EventKind kind = EventKind::Click;
  std::string key = {};     ///< of a Key event: one character, or "Enter", "Backspace"
  ControlValue value = {};  ///< of a State event
};

}  // namespace orbbench::widget_bridge
