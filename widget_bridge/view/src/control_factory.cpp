#include "basic_controls.hpp"
#include "control.hpp"
#include "drawn_controls.hpp"

namespace orbbench::widget_bridge {
namespace {

std::unique_ptr<Control> make_empty_control(wxWindow& parent, WidgetType type) {
  switch (type) {
    case WidgetType::Button:
      return make_button(parent);
    case WidgetType::Label:
      return make_label(parent);
    case WidgetType::Textbox:
      return make_textbox(parent);
    case WidgetType::Panel:
      return make_panel(parent);
    case WidgetType::Checkbox:
      return make_checkbox(parent);
    case WidgetType::Slider:
      return make_slider(parent);
    case WidgetType::Container:
      return make_container(parent);
    case WidgetType::Canvas:
    case WidgetType::CorbaWidget:
    case WidgetType::SecureWidget:
    case WidgetType::FailingWidget:
      break;
  }
  return make_drawn_control(parent, type);
}

}  // namespace

std::unique_ptr<Control> make_control(wxWindow& parent, const Widget& widget) {
  std::unique_ptr<Control> control = make_empty_control(parent, widget.type);
  control->show(widget);
  return control;
}

}  // namespace orbbench::widget_bridge
