#pragma once

#include <wx/panel.h>

#include <functional>
#include <memory>
#include <string>

#include "console/widget_board.hpp"
#include "widgets/widget_grip.hpp"

namespace orbbench::widget_bridge {
class Control;
}

namespace orbbench::console {

/// The real control of one widget on the canvas, below its grip; its lower right corner resizes it.
/// What the user does with the control goes to the board.
class WidgetHolder : public wxPanel {
 public:
  using Select = std::function<void(std::int64_t id)>;

  /// The board must outlive it.
  WidgetHolder(wxWindow& canvas, WidgetBoard& board, std::int64_t id, Select select);
  ~WidgetHolder() override;

  /// Brings it to what the board knows. With `reachable` false the control is disabled.
  void show(const BoardWidget& widget, bool reachable, bool selected);
  WidgetGrip& grip() { return *grip_; }
  widget_bridge::Control& control() { return *control_; }
  /// The user has it at the mouse: it is not to be put anywhere else.
  bool held() const { return held_; }

 private:
  GripEvents grip_events();
  void bind_control();
  void bind_corner();
  void drag(wxPoint by);
  void drop(wxPoint by);
  void resize_to(wxPoint mouse);
  void end_resize();
  void nudge(wxPoint by);
  void stretch(wxSize by);
  void enter_value();
  void lay_out();
  void draw();
  bool in_corner(const wxPoint& point) const;
  void name_it(const BoardWidget& widget, bool reachable);

  WidgetBoard& board_;
  std::int64_t id_;
  Select select_;
  WidgetGrip* grip_;
  std::unique_ptr<widget_bridge::Control> control_;
  widget_bridge::Widget shown_;
  std::string told_;
  bool held_ = false;
  wxRect from_;         ///< where it was when the mouse took it
  wxPoint mouse_from_;  ///< and where the mouse was
};

/// "there", "calling", "gone, disabled".
std::string state_of(const BoardWidget& widget);

/// "button", "button, calling", "slider, gone": for grip and screen reader.
std::string caption_of(const BoardWidget& widget);

}  // namespace orbbench::console
