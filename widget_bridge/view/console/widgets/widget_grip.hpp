#pragma once

#include <wx/window.h>

#include <functional>
#include <string>

namespace orbbench::console {

/// What can be done with a widget of the canvas by its grip.
struct GripEvents {
  std::function<void()> select;
  std::function<void(wxPoint by)> drag;    ///< the mouse moves; pixels from where it went down
  std::function<void(wxPoint by)> drop;    ///< the mouse was let go, or its capture lost
  std::function<void(wxPoint by)> nudge;   ///< an arrow key; in pixels at 96 dpi
  std::function<void(wxSize by)> stretch;  ///< an arrow key with Shift
  std::function<void()> activate;          ///< Enter or Space
  std::function<void()> destroy;           ///< Delete
};

/// The bar above the control of a widget: what it is, and the handle by which it is moved, with
/// mouse and keys.
class WidgetGrip : public wxWindow {
 public:
  WidgetGrip(wxWindow& parent, GripEvents events);
  ~WidgetGrip() override;

  void show(const std::string& caption, bool selected);

 private:
  void draw();
  void press_key(wxKeyEvent& event);
  void end_drag();

  GripEvents events_;
  std::string caption_;
  bool selected_ = false;
  bool dragging_ = false;
  wxPoint from_;
  wxPoint last_;
};

}  // namespace orbbench::console
