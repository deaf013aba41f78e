#pragma once

#include <wx/window.h>

#include <memory>

#include "orbbench/widget_bridge/widget.hpp"

namespace orbbench::widget_bridge {

struct EndWindow {
  void operator()(wxWindow* window) const;
};

/// A top-level window that nobody sees, as the parent of controls, which must end before it.
std::unique_ptr<wxWindow, EndWindow> make_hidden_window();

/// The one of all renders, drawable within that size: it is mapped, but far off the screen.
/// wxWidgets ends it with itself.
wxWindow& window_off_screen(Size size);

}  // namespace orbbench::widget_bridge
