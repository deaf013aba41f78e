#include "orbbench/widget_bridge/widget_type.hpp"

#include <algorithm>

namespace orbbench::widget_bridge {
namespace {

constexpr std::array<std::string_view, 11> kNames{
    "button",    "label",  "textbox",      "panel",         "checkbox",      "slider",
    "container", "canvas", "corba_widget", "secure_widget", "failing_widget"};
static_assert(kNames.size() == static_cast<std::size_t>(WidgetType::FailingWidget) + 1);

}  // namespace

std::string_view name_of(WidgetType type) {
  return kNames[static_cast<std::size_t>(type)];
}

std::optional<WidgetType> widget_type_named(std::string_view name) {
  const auto* found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) {
    return std::nullopt;
  }
  return static_cast<WidgetType>(found - kNames.begin());
}

}  // namespace orbbench::widget_bridge
