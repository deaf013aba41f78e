#pragma once

#include <memory>

#include "control.hpp"

namespace orbbench::widget_bridge {

/// The types that draw themselves: canvas, corba_widget, secure_widget and failing_widget.
std::unique_ptr<Control> make_drawn_control(wxWindow& parent, WidgetType type);

}  // namespace orbbench::widget_bridge
