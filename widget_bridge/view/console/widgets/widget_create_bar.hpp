#pragma once

#include <wx/choice.h>
#include <wx/panel.h>
#include <wx/textctrl.h>

#include <functional>
#include <string>

#include "console/widget_secret.hpp"
#include "orbbench/widget_bridge/widget_type.hpp"

namespace orbbench::console {

/// Where the user says what widget is to be made.
class WidgetCreateBar : public wxPanel {
 public:
  /// `create` is told when the user wants it made, by the button or Enter.
  WidgetCreateBar(wxWindow& parent, const std::function<void()>& create);

  widget_bridge::WidgetType type() const;
  std::string label() const;
  /// The field is empty afterwards; GTK wipes what it held.
  WidgetSecret take_secret();

  void focus();

 private:
  wxChoice* type_;
  wxTextCtrl* label_;
  wxTextCtrl* secret_;
};

}  // namespace orbbench::console
