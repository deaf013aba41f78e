#pragma once

#include <wx/window.h>

#include <memory>
#include <string>

#include "orbbench/widget_bridge/widget.hpp"
#include "orbbench/widget_bridge/widget_event.hpp"

namespace orbbench::widget_bridge {

/// The real wx control (or several in a panel) of one widget. Owns its window. On the UI thread.
class Control {
 public:
  virtual ~Control();
  Control(const Control&) = delete;
  Control& operator=(const Control&) = delete;

  wxWindow& window() { return *window_; }
  WidgetType type() const { return type_; }

  /// Brings label, enabled and value to what the widget says. Throws std::invalid_argument for a
  /// text that is not UTF-8 and a value that the type cannot have.
  void show(const Widget& widget);

  /// Throws std::invalid_argument for an event that the type cannot have.
  void react(const WidgetEvent& event);

  virtual ControlValue value() const { return {}; }

  /// Takes the colours of the theme at present, where the toolkit does not by itself: what is never
  /// told to looks as the services draw it. To be called again when the theme has changed.
  virtual void follow_theme() {}

 protected:
  /// The window, made with its parent, is the Control's from now on.
  Control(WidgetType type, wxWindow* window) : type_(type), window_(window) {}

  virtual void set_label(const wxString& label) = 0;
  /// The value of a widget that has none so far: monostate.
  virtual void set_value(const ControlValue& value);

  virtual void click();
  virtual void hover();
  /// One printable character, carriage return or backspace.
  virtual void press_key(wxChar letter);
  /// By the user's hand: with the events that this has.
  virtual void enter_value(const ControlValue& value);

  [[noreturn]] void refuse(const std::string& what) const;

 private:
  WidgetType type_;
  wxWindow* window_;
};

/// Makes the control of that type in the parent and shows the widget in it.
std::unique_ptr<Control> make_control(wxWindow& parent, const Widget& widget);

}  // namespace orbbench::widget_bridge
