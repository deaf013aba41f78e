#pragma once

#include <gtest/gtest.h>

#include <cstdlib>

#include "orbbench/widget_bridge/control_stage.hpp"
#include "orbbench/widget_bridge/wx_event_loop.hpp"
#include "x_display.hpp"

namespace orbbench::tests {

/// An X server of the test's own, and $DISPLAY set to it.
class DisplayFixture : public testing::Test {
 protected:
  DisplayFixture() { ::setenv("DISPLAY", display_.name().c_str(), 1); }

  XDisplay display_;
};

/// The same, with wxWidgets started.
class ViewFixture : public DisplayFixture {
 protected:
  static widget_bridge::Widget make_widget(widget_bridge::WidgetType type,
                                           const std::string& label = "Save") {
    widget_bridge::Widget widget;
    widget.id = 1;
    widget.type = type;
    widget.label = label;
    return widget;
  }

  widget_bridge::WxEventLoop loop_;
};

inline std::vector<widget_bridge::WidgetType> all_types() {
  std::vector<widget_bridge::WidgetType> types;
  for (int number = 0; number <= static_cast<int>(widget_bridge::WidgetType::FailingWidget);
       ++number) {
    types.push_back(static_cast<widget_bridge::WidgetType>(number));
  }
  return types;
}

}  // namespace orbbench::tests
