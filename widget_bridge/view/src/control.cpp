#include "control.hpp"

#include <wx/event.h>

#include <stdexcept>

#include "text.hpp"

namespace orbbench::widget_bridge {
namespace {

void send_mouse_event(wxWindow& window, wxEventType type) {
  wxMouseEvent event(type);
  event.SetEventObject(&window);
  event.SetId(window.GetId());
  const wxSize size = window.GetSize();
  event.SetX(size.GetWidth() / 2);
  event.SetY(size.GetHeight() / 2);
  window.ProcessWindowEvent(event);
}

void send_key_event(wxWindow& window, wxEventType type, wxChar letter) {
  wxKeyEvent event(type);
  event.SetEventObject(&window);
  event.SetId(window.GetId());
  event.m_uniChar = letter;
  event.m_keyCode = letter < static_cast<wxChar>(WXK_START) ? static_cast<long>(letter) : 0;
  window.ProcessWindowEvent(event);
}

constexpr wxChar kEnter = L'\r';
constexpr wxChar kBackspace = L'\b';

wxChar letter_of(const std::string& key) {
  if (key == "Enter") {
    return kEnter;
  }
  if (key == "Backspace") {
    return kBackspace;
  }
  const wxString text = to_wx(key);
  if (text.length() != 1 || text[0] < ' ' || text[0] == wxUniChar(0x7f)) {
    throw std::invalid_argument("a key is one printable character, \"Enter\" or \"Backspace\"");
  }
  return text[0];
}

}  // namespace

Control::~Control() {
  window_->Destroy();
}

void Control::refuse(const std::string& what) const {
  throw std::invalid_argument("a " + std::string(name_of(type_)) + " " + what);
}

void Control::show(const Widget& widget) {
  set_label(to_wx(widget.label));
  set_value(widget.value);
  window_->Enable(widget.enabled);
}

void Control::react(const WidgetEvent& event) {
  switch (event.kind) {
    case EventKind::Click:
      return click();
    case EventKind::Hover:
      return hover();
    case EventKind::Key:
      return press_key(letter_of(event.key));
    case EventKind::State:
      return enter_value(event.value);
  }
}

void Control::set_value(const ControlValue& value) {
  if (!std::holds_alternative<std::monostate>(value)) {
    refuse("has no value");
  }
}

void Control::enter_value(const ControlValue&) {
  refuse("has no value");
}

void Control::click() {
  if (window_->IsThisEnabled()) {
    send_mouse_event(*window_, wxEVT_LEFT_DOWN);
    send_mouse_event(*window_, wxEVT_LEFT_UP);
  }
}

// A disabled control, too, has a pointer over it.
void Control::hover() {
  send_mouse_event(*window_, wxEVT_ENTER_WINDOW);
  send_mouse_event(*window_, wxEVT_LEAVE_WINDOW);
}

void Control::press_key(wxChar letter) {
  if (window_->IsThisEnabled()) {
    send_key_event(*window_, wxEVT_KEY_DOWN, letter);
    send_key_event(*window_, wxEVT_CHAR, letter);
    send_key_event(*window_, wxEVT_KEY_UP, letter);
  }
}

}  // namespace orbbench::widget_bridge
