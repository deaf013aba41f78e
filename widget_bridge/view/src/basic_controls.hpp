#pragma once

#include <memory>

#include "control.hpp"

namespace orbbench::widget_bridge {

// The types that are one control of the toolkit, or one with a caption.
std::unique_ptr<Control> make_button(wxWindow& parent);
std::unique_ptr<Control> make_label(wxWindow& parent);
std::unique_ptr<Control> make_textbox(wxWindow& parent);
std::unique_ptr<Control> make_checkbox(wxWindow& parent);
std::unique_ptr<Control> make_slider(wxWindow& parent);
std::unique_ptr<Control> make_panel(wxWindow& parent);
std::unique_ptr<Control> make_container(wxWindow& parent);

}  // namespace orbbench::widget_bridge
