#include "model/control_value.hpp"

namespace orbbench::widget_core {
namespace {

using nlohmann::json;
using widget_bridge::ControlValue;
using widget_bridge::WidgetType;

constexpr std::int64_t kSliderEnd = 100;

std::optional<ControlValue> slider_value(const json& value) {
  // Beyond 63 bits it would come out negative.
  const bool fits = value.is_number_integer() && value.get<std::int64_t>() >= 0 &&
                    value.get<std::int64_t>() <= kSliderEnd;
  return fits ? std::optional(ControlValue(value.get<int>())) : std::nullopt;
}

// PostgreSQL's jsonb cannot hold a NUL.
std::optional<ControlValue> text_value(const json& value) {
  if (!value.is_string()) {
    return std::nullopt;
  }
  const auto& text = value.get_ref<const std::string&>();
  if (text.size() > kMaxValueOctets || text.find('\0') != std::string::npos) {
    return std::nullopt;
  }
  return ControlValue(text);
}

}  // namespace

std::optional<ControlValue> control_value_of(WidgetType type, const json& value) {
  if (value.is_null()) {
    return ControlValue();
  }
  if (type == WidgetType::Checkbox && value.is_boolean()) {
    return ControlValue(value.get<bool>());
  }
  if (type == WidgetType::Slider) {
    return slider_value(value);
  }
  if (type == WidgetType::Textbox) {
    return text_value(value);
  }
  return std::nullopt;
}

}  // namespace orbbench::widget_core
