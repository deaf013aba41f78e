#include "model/widget_types.hpp"

#include "orbbench/widget_bridge/widget_type.hpp"

namespace orbbench::widget_core {

std::vector<std::string> supported_types() {
  std::vector<std::string> names;
  for (int i = 0; i <= static_cast<int>(widget_bridge::WidgetType::FailingWidget); ++i) {
    names.emplace_back(widget_bridge::name_of(static_cast<widget_bridge::WidgetType>(i)));
  }
  return names;
}

}  // namespace orbbench::widget_core
