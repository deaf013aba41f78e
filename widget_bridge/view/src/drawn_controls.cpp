#include "drawn_controls.hpp"

#include <wx/control.h>
#include <wx/dcclient.h>
#include <wx/panel.h>
#include <wx/settings.h>

#include <algorithm>

namespace orbbench::widget_bridge {
namespace {

constexpr int kMargin = 6;
constexpr int kBadge = 24;  // the room of the sign at the left
constexpr int kGridStep = 10;

struct Look {
  wxColour paper;
  wxColour ink;
};

/// Picture: as the services draw it, whatever the theme.
enum class Tone { Picture, Light, Dark };

Look light_look_of(WidgetType type) {
  switch (type) {
    case WidgetType::CorbaWidget:
      return {wxColour(0xe3, 0xee, 0xfb), wxColour(0x1b, 0x4f, 0x8a)};
    case WidgetType::SecureWidget:
      return {wxColour(0xe6, 0xf4, 0xe6), wxColour(0x1d, 0x6b, 0x2f)};
    case WidgetType::FailingWidget:
      return {wxColour(0xfd, 0xe8, 0xe6), wxColour(0xa6, 0x1c, 0x12)};
    default:
      return {*wxWHITE, wxColour(0x30, 0x30, 0x30)};
  }
}

Look dark_look_of(WidgetType type) {
  switch (type) {
    case WidgetType::CorbaWidget:
      return {wxColour(0x16, 0x2b, 0x42), wxColour(0x9c, 0xc9, 0xff)};
    case WidgetType::SecureWidget:
      return {wxColour(0x16, 0x30, 0x1c), wxColour(0x8f, 0xdb, 0x9b)};
    case WidgetType::FailingWidget:
      return {wxColour(0x42, 0x1c, 0x18), wxColour(0xff, 0xa8, 0x9f)};
    default:
      return {wxColour(0x1e, 0x1e, 0x1e), wxColour(0xe0, 0xe0, 0xe0)};
  }
}

// On the screen the label of a disabled control is read, too: 4.5:1.
Look disabled_look(Tone tone) {
  switch (tone) {
    case Tone::Light:
      return {wxColour(0xe4, 0xe4, 0xe4), wxColour(0x55, 0x55, 0x55)};
    case Tone::Dark:
      return {wxColour(0x38, 0x38, 0x38), wxColour(0xb8, 0xb8, 0xb8)};
    case Tone::Picture:
      break;
  }
  return {wxColour(0xe4, 0xe4, 0xe4), wxColour(0xa0, 0xa0, 0xa0)};
}

Look look_of(WidgetType type, bool enabled, Tone tone) {
  if (!enabled) {
    return disabled_look(tone);
  }
  return tone == Tone::Dark ? dark_look_of(type) : light_look_of(type);
}

void draw_grid(wxDC& dc, const wxRect& area, Tone tone) {
  dc.SetPen(wxPen(tone == Tone::Dark ? wxColour(0x40, 0x40, 0x40) : wxColour(0xd8, 0xd8, 0xd8)));
  for (int x = area.x + kGridStep; x < area.GetRight(); x += kGridStep) {
    dc.DrawLine(x, area.y, x, area.GetBottom());
  }
  for (int y = area.y + kGridStep; y < area.GetBottom(); y += kGridStep) {
    dc.DrawLine(area.x, y, area.GetRight(), y);
  }
}

// Two objects and the line between them.
void draw_link(wxDC& dc, const wxPoint& centre) {
  dc.DrawLine(centre.x - 6, centre.y, centre.x + 6, centre.y);
  dc.DrawCircle(centre.x - 7, centre.y, 4);
  dc.DrawCircle(centre.x + 7, centre.y, 4);
}

void draw_padlock(wxDC& dc, const wxPoint& centre) {
  dc.DrawEllipticArc(centre.x - 5, centre.y - 9, 10, 14, 0, 180);
  dc.SetBrush(wxBrush(dc.GetPen().GetColour()));
  dc.DrawRectangle(centre.x - 8, centre.y - 2, 16, 10);
}

void draw_warning(wxDC& dc, const wxPoint& centre) {
  const wxPoint corners[] = {{0, -9}, {10, 8}, {-10, 8}};
  dc.DrawPolygon(3, corners, centre.x, centre.y);
  dc.DrawLine(centre.x, centre.y - 3, centre.x, centre.y + 3);
  dc.DrawPoint(centre.x, centre.y + 5);
}

void draw_sign(wxDC& dc, WidgetType type, const wxPoint& centre) {
  switch (type) {
    case WidgetType::CorbaWidget:
      return draw_link(dc, centre);
    case WidgetType::SecureWidget:
      return draw_padlock(dc, centre);
    case WidgetType::FailingWidget:
      return draw_warning(dc, centre);
    default:
      return;
  }
}

class DrawnPanel : public wxPanel {
 public:
  DrawnPanel(wxWindow& parent, WidgetType type) : wxPanel(&parent), type_(type) {
    SetBackgroundStyle(wxBG_STYLE_PAINT);
    Bind(wxEVT_PAINT, [this](wxPaintEvent&) {
      wxPaintDC dc(this);
      draw(dc);
    });
  }

  void set_caption(const wxString& caption) {
    caption_ = caption;
    Refresh();
  }

  void set_tone(Tone tone) {
    tone_ = tone;
    Refresh();
  }

 private:
  void draw(wxDC& dc) const {
    const Look look = look_of(type_, IsEnabled(), tone_);
    const wxRect area = GetClientSize();
    dc.SetPen(wxPen(look.ink));
    dc.SetBrush(wxBrush(look.paper));
    dc.DrawRectangle(area);
    if (type_ == WidgetType::Canvas) {
      draw_grid(dc, area, tone_);
    } else {
      dc.SetPen(wxPen(look.ink, 2));
      draw_sign(dc, type_, {kMargin + kBadge / 2, area.height / 2});
    }
    draw_caption(dc, look, area);
  }

  void draw_caption(wxDC& dc, const Look& look, const wxRect& area) const {
    const int left = type_ == WidgetType::Canvas ? kMargin : 2 * kMargin + kBadge;
    const int room = std::max(0, area.width - left - kMargin);
    const wxDCClipper inside(dc, wxRect(left, 1, std::max(1, room), std::max(1, area.height - 2)));
    dc.SetFont(GetFont());
    dc.SetTextForeground(look.ink);
    const wxString text = wxControl::Ellipsize(caption_, dc, wxELLIPSIZE_END, room);
    dc.DrawText(text, left, (area.height - dc.GetTextExtent(text).GetHeight()) / 2);
  }

  WidgetType type_;
  wxString caption_;
  Tone tone_ = Tone::Picture;
};

class DrawnControl : public Control {
 public:
  DrawnControl(wxWindow& parent, WidgetType type)
      : DrawnControl(type, new DrawnPanel(parent, type)) {}

  void follow_theme() override {
    const bool dark = wxSystemSettings::GetAppearance().IsUsingDarkBackground();
    panel_->set_tone(dark ? Tone::Dark : Tone::Light);
  }

 private:
  DrawnControl(WidgetType type, DrawnPanel* panel) : Control(type, panel), panel_(panel) {}

  void set_label(const wxString& label) override { panel_->set_caption(label); }

  DrawnPanel* panel_;
};

}  // namespace

std::unique_ptr<Control> make_drawn_control(wxWindow& parent, WidgetType type) {
  return std::make_unique<DrawnControl>(parent, type);
}

}  // namespace orbbench::widget_bridge
