#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "orbbench/widget_bridge/widget_type.hpp"

namespace orbbench::widget_bridge {

struct Position {
  int x = 0;
  int y = 0;
  bool operator==(const Position&) const = default;
};

/// In pixels, 1 to 2000 each way.
struct Size {
  int width = 0;
  int height = 0;
  bool operator==(const Size&) const = default;
};

/// Where a widget is in its life: created, active, inactive, active again ..., destroyed.
enum class LifecycleState : std::uint8_t { Created, Active, Inactive, Destroyed };

/// Lower case: "inactive".
std::string_view name_of(LifecycleState state);
/// Nothing for a name that no state has.
std::optional<LifecycleState> lifecycle_state_named(std::string_view name);

/// created -> active, active <-> inactive, any but destroyed -> destroyed. To stay is no move.
bool may_move(LifecycleState from, LifecycleState to);

/// What the user has set in the control: a checkbox's tick, a slider's position (0 to 100), a
/// textbox's text; nothing for the other types.
using ControlValue = std::variant<std::monostate, bool, int, std::string>;

/// A widget as a control shows it. A value; holds no sensitive data.
struct Widget {
  std::int64_t id = 0;
  WidgetType type = WidgetType::Button;
  std::string label = {};
  bool enabled = true;
  std::optional<Position> position = {};
  std::optional<Size> size = {};
  LifecycleState state = LifecycleState::Created;
  ControlValue value = {};
  bool operator==(const Widget&) const = default;
};

}  // namespace orbbench::widget_bridge
