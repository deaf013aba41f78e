#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace orbbench::widget_bridge {

/// The kinds of widget that the stack knows, by the names that its clients use.
enum class WidgetType : std::uint8_t {
  Button,
  Label,
  Textbox,
  Panel,
  Checkbox,
  Slider,
  Container,
  Canvas,
  CorbaWidget,
  SecureWidget,
  FailingWidget,  ///< has a fault on the core's side
};

inline constexpr std::size_t kMaxLabelOctets = 255;

/// Lower case with underscores: "corba_widget".
std::string_view name_of(WidgetType type);

std::optional<WidgetType> widget_type_named(std::string_view name);

}  // namespace orbbench::widget_bridge
