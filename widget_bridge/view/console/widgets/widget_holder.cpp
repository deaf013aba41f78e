#include "widgets/widget_holder.hpp"

#include <wx/button.h>
#include <wx/checkbox.h>
#include <wx/dcclient.h>
#include <wx/settings.h>
#include <wx/slider.h>
#include <wx/textctrl.h>

#include <algorithm>
#include <utility>

#include "control.hpp"
#include "frame/accessible.hpp"
#include "text.hpp"

namespace orbbench::console {
namespace {

using widget_bridge::WidgetType;

constexpr int kGripHeight = 22;
constexpr int kBorder = 3;
constexpr int kCorner = 12;

bool has_focus_of_its_own(WidgetType type) {
  return type == WidgetType::Button || type == WidgetType::Textbox ||
         type == WidgetType::Checkbox || type == WidgetType::Slider;
}

bool is_clicked_by_mouse(WidgetType type) {
  return type == WidgetType::Canvas || type == WidgetType::CorbaWidget ||
         type == WidgetType::SecureWidget || type == WidgetType::FailingWidget;
}

widget_bridge::Widget as_shown(const BoardWidget& widget, bool reachable) {
  widget_bridge::Widget shown = widget.widget;
  shown.enabled = shown.enabled && reachable && widget.standing == Standing::There;
  return shown;
}

}  // namespace

std::string state_of(const BoardWidget& widget) {
  std::string state(name_of(widget.standing));
  if (widget.standing == Standing::There && widget.calls > 0) {
    state = "calling";
  } else if (widget.standing == Standing::There && !widget.trouble.empty()) {
    state = "failed";
  }
  return state + (widget.widget.enabled ? "" : ", disabled");
}

std::string caption_of(const BoardWidget& widget) {
  const std::string type(widget_bridge::name_of(widget.widget.type));
  const std::string state = state_of(widget);
  const std::string usual(name_of(Standing::There));
  return type + (state.starts_with(usual) ? state.substr(usual.size()) : ", " + state);
}

WidgetHolder::WidgetHolder(wxWindow& canvas, WidgetBoard& board, std::int64_t id, Select select)
    : wxPanel(&canvas),
      board_(board),
      id_(id),
      select_(std::move(select)),
      grip_(new WidgetGrip(*this, grip_events())),
      control_(widget_bridge::make_control(*this, board.find(id)->widget)),
      shown_(board.find(id)->widget) {
  bind_control();
  bind_corner();
  Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
    lay_out();
    event.Skip();
  });
  Bind(wxEVT_PAINT, [this](wxPaintEvent&) { draw(); });
  control_->follow_theme();
  Bind(wxEVT_SYS_COLOUR_CHANGED, [this](wxSysColourChangedEvent& event) {
    control_->follow_theme();
    Refresh();
    event.Skip();
  });
  Bind(wxEVT_CHILD_FOCUS, [this](wxChildFocusEvent& event) {
    select_(id_);
    event.Skip();
  });
}

WidgetHolder::~WidgetHolder() {
  if (HasCapture()) {
    ReleaseMouse();
  }
}

GripEvents WidgetHolder::grip_events() {
  return {.select = [this] { select_(id_); },
          .drag = [this](wxPoint by) { drag(by); },
          .drop = [this](wxPoint by) { drop(by); },
          .nudge = [this](wxPoint by) { nudge(by); },
          .stretch = [this](wxSize by) { stretch(by); },
          .activate = [this] { board_.click(id_); },
          .destroy = [this] { board_.destroy(id_); }};
}

void WidgetHolder::bind_control() {
  wxWindow& window = control_->window();
  Bind(wxEVT_BUTTON, [this](wxCommandEvent&) { board_.click(id_); });
  const auto entered = [this](wxCommandEvent&) { enter_value(); };
  Bind(wxEVT_CHECKBOX, entered);
  Bind(wxEVT_SLIDER, entered);
  Bind(wxEVT_TEXT, entered);
  if (!has_focus_of_its_own(control_->type())) {
    window.DisableFocusFromKeyboard();  // by keyboard its grip stands for it
    window.Bind(wxEVT_LEFT_DOWN, [this](wxMouseEvent&) {
      select_(id_);
      grip_->SetFocus();
    });
  }
  if (is_clicked_by_mouse(control_->type())) {
    window.Bind(wxEVT_LEFT_UP, [this](wxMouseEvent&) { board_.click(id_); });
  }
}

void WidgetHolder::enter_value() {
  shown_.value = control_->value();
  board_.set_value(id_, shown_.value);
}

void WidgetHolder::bind_corner() {
  Bind(wxEVT_LEFT_DOWN, [this](wxMouseEvent& event) {
    select_(id_);
    grip_->SetFocus();
    if (in_corner(event.GetPosition())) {
      held_ = true;
      from_ = GetRect();
      mouse_from_ = wxGetMousePosition();
      CaptureMouse();
    }
  });
  Bind(wxEVT_MOTION, [this](wxMouseEvent& event) {
    if (HasCapture()) {
      return resize_to(wxGetMousePosition());
    }
    SetCursor(in_corner(event.GetPosition()) ? wxCursor(wxCURSOR_SIZENWSE) : wxNullCursor);
  });
  Bind(wxEVT_LEFT_UP, [this](wxMouseEvent&) { end_resize(); });
  Bind(wxEVT_MOUSE_CAPTURE_LOST, [this](wxMouseCaptureLostEvent&) { end_resize(); });
}

void WidgetHolder::drag(wxPoint by) {
  if (!std::exchange(held_, true)) {
    from_ = GetRect();
  }
  SetPosition(from_.GetPosition() + by);
}

void WidgetHolder::drop(wxPoint by) {
  if (std::exchange(held_, false)) {
    nudge(ToDIP(by));
  }
}

void WidgetHolder::resize_to(wxPoint mouse) {
  const wxSize smallest =
      FromDIP(wxSize(WidgetBoard::kSmallest.width, WidgetBoard::kSmallest.height));
  wxSize size = from_.GetSize() + wxSize(mouse.x - mouse_from_.x, mouse.y - mouse_from_.y);
  size.IncTo(smallest);
  SetSize(size);
}

void WidgetHolder::end_resize() {
  if (HasCapture()) {
    ReleaseMouse();
  }
  if (std::exchange(held_, false)) {
    stretch(ToDIP(GetSize() - from_.GetSize()));
  }
}

void WidgetHolder::nudge(wxPoint by) {
  if (const BoardWidget* widget = board_.find(id_)) {
    const widget_bridge::Position place = *widget->widget.position;
    board_.move(id_, {place.x + by.x, place.y + by.y});
  }
}

void WidgetHolder::stretch(wxSize by) {
  if (const BoardWidget* widget = board_.find(id_)) {
    const widget_bridge::Size size = *widget->widget.size;
    board_.resize(id_, {size.width + by.x, size.height + by.y});
  }
}

void WidgetHolder::show(const BoardWidget& widget, bool reachable, bool selected) {
  grip_->show(caption_of(widget), selected);
  const widget_bridge::Widget wanted = as_shown(widget, reachable);
  if (wanted.label != shown_.label || wanted.enabled != shown_.enabled ||
      wanted.value != shown_.value) {
    control_->show(wanted);
  }
  shown_ = wanted;
  name_it(widget, reachable);
}

void WidgetHolder::name_it(const BoardWidget& widget, bool reachable) {
  const std::string& label = widget.widget.label;
  std::string told = label + ": " + caption_of(widget);
  if (!reachable) {
    told += ". " + board_.why_not();
  } else if (!widget.trouble.empty()) {
    told += ". " + widget.trouble;
  }
  if (told == told_) {
    return;
  }
  told_ = told;
  const wxString tip = widget_bridge::to_wx(told);
  name_accessibly(*this, "holder " + label);
  name_accessibly(*grip_, "grip " + label);
  name_accessibly(control_->window(), "control " + label);
  grip_->SetToolTip(tip);
  control_->window().SetToolTip(tip);
}

void WidgetHolder::lay_out() {
  const int border = FromDIP(kBorder);
  const int grip = FromDIP(kGripHeight);
  const wxSize size = GetClientSize();
  const int width = std::max(1, size.GetWidth() - 2 * border);
  grip_->SetSize(border, border, width, grip);
  const int height = size.GetHeight() - grip - 2 * border - FromDIP(kCorner);
  control_->window().SetSize(border, border + grip, width, std::max(1, height));
  control_->window().Layout();
  Refresh();
}

bool WidgetHolder::in_corner(const wxPoint& point) const {
  const wxSize size = GetClientSize();
  const int corner = FromDIP(kCorner + kBorder);
  return point.x >= size.GetWidth() - corner && point.y >= size.GetHeight() - corner;
}

void WidgetHolder::draw() {
  wxPaintDC dc(this);
  const wxSize size = GetClientSize();
  dc.SetBrush(*wxTRANSPARENT_BRUSH);
  dc.SetPen(wxPen(wxSystemSettings::GetColour(wxSYS_COLOUR_GRAYTEXT)));
  dc.DrawRectangle(size);
  const int corner = FromDIP(kCorner);
  for (int line = corner; line > 0; line -= std::max(1, corner / 3)) {
    dc.DrawLine(size.GetWidth() - line - 1, size.GetHeight() - 2, size.GetWidth() - 1,
                size.GetHeight() - line - 2);
  }
}

}  // namespace orbbench::console
