#include "widgets/widget_grip.hpp"

#include <wx/control.h>
#include <wx/dcbuffer.h>
#include <wx/renderer.h>
#include <wx/settings.h>

#include <utility>

#include "frame/theme.hpp"
#include "text.hpp"

namespace orbbench::console {
namespace {

constexpr int kStep = 8;  // at 96 dpi
constexpr int kMargin = 4;

// One pixel with Ctrl.
wxPoint arrow_of(const wxKeyEvent& event) {
  const int step = event.ControlDown() ? 1 : kStep;
  switch (event.GetKeyCode()) {
    case WXK_LEFT:
      return {-step, 0};
    case WXK_RIGHT:
      return {step, 0};
    case WXK_UP:
      return {0, -step};
    case WXK_DOWN:
      return {0, step};
    default:
      return {};
  }
}

}  // namespace

WidgetGrip::WidgetGrip(wxWindow& parent, GripEvents events)
    : wxWindow(&parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxWANTS_CHARS),
      events_(std::move(events)) {
  SetBackgroundStyle(wxBG_STYLE_PAINT);
  SetCursor(wxCursor(wxCURSOR_SIZING));
  Bind(wxEVT_PAINT, [this](wxPaintEvent&) { draw(); });
  Bind(wxEVT_KEY_DOWN, &WidgetGrip::press_key, this);
  const auto refresh = [this](wxFocusEvent& event) {
    Refresh();
    event.Skip();
  };
  Bind(wxEVT_SET_FOCUS, [this, refresh](wxFocusEvent& event) {
    refresh(event);
    events_.select();
  });
  Bind(wxEVT_KILL_FOCUS, refresh);
  Bind(wxEVT_LEFT_DOWN, [this](wxMouseEvent&) {
    SetFocus();
    events_.select();
    dragging_ = true;
    from_ = last_ = wxGetMousePosition();
    CaptureMouse();
  });
  Bind(wxEVT_MOTION, [this](wxMouseEvent&) {
    if (dragging_) {
      last_ = wxGetMousePosition();
      events_.drag(last_ - from_);
    }
  });
  Bind(wxEVT_LEFT_UP, [this](wxMouseEvent&) { end_drag(); });
  Bind(wxEVT_MOUSE_CAPTURE_LOST, [this](wxMouseCaptureLostEvent&) { end_drag(); });
}

WidgetGrip::~WidgetGrip() {
  if (HasCapture()) {
    ReleaseMouse();
  }
}

void WidgetGrip::show(const std::string& caption, bool selected) {
  if (caption == caption_ && selected == selected_) {
    return;
  }
  caption_ = caption;
  selected_ = selected;
  Refresh();
}

void WidgetGrip::end_drag() {
  if (HasCapture()) {
    ReleaseMouse();
  }
  if (std::exchange(dragging_, false)) {
    events_.drop(last_ - from_);
  }
}

void WidgetGrip::press_key(wxKeyEvent& event) {
  const wxPoint by = arrow_of(event);
  if (by != wxPoint()) {
    return event.ShiftDown() ? events_.stretch({by.x, by.y}) : events_.nudge(by);
  }
  switch (event.GetKeyCode()) {
    case WXK_TAB:
      Navigate(event.ShiftDown() ? wxNavigationKeyEvent::IsBackward
                                 : wxNavigationKeyEvent::IsForward);
      return;
    case WXK_RETURN:
    case WXK_NUMPAD_ENTER:
    case WXK_SPACE:
      return event.HasModifiers() ? event.Skip() : events_.activate();
    case WXK_DELETE:
      return event.HasModifiers() ? event.Skip() : events_.destroy();
    default:
      event.Skip();
  }
}

void WidgetGrip::draw() {
  wxAutoBufferedPaintDC dc(this);
  const auto colour = [](wxSystemColour name) { return wxSystemSettings::GetColour(name); };
  const wxSize size = GetClientSize();
  const wxColour back = colour(selected_ ? wxSYS_COLOUR_HIGHLIGHT : wxSYS_COLOUR_BTNFACE);
  dc.SetPen(*wxTRANSPARENT_PEN);
  dc.SetBrush(back);
  dc.DrawRectangle(size);
  dc.SetFont(GetFont());
  dc.SetTextForeground(
      legible_on(back, colour(selected_ ? wxSYS_COLOUR_HIGHLIGHTTEXT : wxSYS_COLOUR_BTNTEXT)));
  const int margin = FromDIP(kMargin);
  const wxString text = wxControl::Ellipsize(widget_bridge::to_wx(caption_), dc, wxELLIPSIZE_END,
                                             size.GetWidth() - 2 * margin);
  dc.DrawText(text, margin, (size.GetHeight() - dc.GetTextExtent(text).GetHeight()) / 2);
  if (HasFocus()) {
    wxRendererNative::Get().DrawFocusRect(this, dc, size, selected_ ? int{wxCONTROL_SELECTED} : 0);
  }
}

}  // namespace orbbench::console
