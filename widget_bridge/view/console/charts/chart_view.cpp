#include "charts/chart_view.hpp"

#include <gtk/gtk.h>
#include <wx/dcclient.h>
#include <wx/filedlg.h>
#include <wx/filename.h>

#include <algorithm>
#include <exception>
#include <utility>

#include "charts/chart_file.hpp"
#include "charts/chart_painter.hpp"
#include "frame/accessible.hpp"
#include "text.hpp"

namespace orbbench::console {
namespace {

constexpr double kZoom = 1.4;
constexpr double kScroll = 0.2;
constexpr int kHundred = 100;
constexpr int kLeastWidth = 240;
constexpr int kLeastHeight = 150;

void describe(GtkWidget* widget, const std::string& text) {
  atk_object_set_description(gtk_widget_get_accessible(widget), text.c_str());
}

}  // namespace

struct ChartView::Implementation {
  explicit Implementation(ChartView& view) : self(view) {}

  Scale scale() const { return chart.x.scale; }
  Range all() const { return x_range(chart).value_or(Range{0, 1}); }
  Range seen() const {
    Range range = window.seen(all(), scale());
    if (range.length() <= 0) {
      range.to = range.from + 1;
    }
    return range;
  }

  ChartDrawing drawing(const Palette& palette) const {
    return {.chart = chart,
            .x = seen(),
            .cursor = cursor,
            .palette = palette,
            .font = self.GetFont(),
            .unit = self.FromDIP(kHundred) / 100.0,
            .focused = false};
  }

  void changed() {
    describe(static_cast<GtkWidget*>(self.GetHandle()), self.summary() + self.reading());
    self.Refresh(false);
  }

  void draw() {
    wxPaintDC dc(&self);
    const std::unique_ptr<wxGraphicsContext> context(wxGraphicsContext::Create(dc));
    const Palette palette = current_palette();
    ChartDrawing drawn = drawing(palette);
    drawn.focused = self.HasFocus();
    plot = paint(*context, self.GetClientSize(), drawn);
  }

  double place_in_plot(int x) const {
    return plot.m_width > 0 ? std::clamp((x - plot.m_x) / plot.m_width, 0.0, 1.0) : 0.5;
  }

  void wheel(wxMouseEvent& event) {
    const double factor = event.GetWheelRotation() > 0 ? kZoom : 1 / kZoom;
    window.zoom(factor, place_in_plot(event.GetX()), all(), scale());
    changed();
  }

  void press(wxMouseEvent& event) {
    self.SetFocus();
    dragged_from = event.GetX();
    event.Skip();
  }

  void move(wxMouseEvent& event) {
    if (event.Dragging() && event.LeftIsDown() && dragged_from && plot.m_width > 0) {
      window.scroll((*dragged_from - event.GetX()) / plot.m_width, all(), scale());
      dragged_from = event.GetX();
    }
    const bool inside = event.GetX() >= plot.m_x && event.GetX() <= plot.GetRight();
    cursor = inside ? std::optional(value_at(place_in_plot(event.GetX()), seen(), scale()))
                    : std::nullopt;
    changed();
  }

  // To the next or the previous point of any line, and into sight.
  void step(int direction) {
    const double from = cursor.value_or(seen().to);
    std::optional<double> next;
    for (const ChartLine& line : chart.lines) {
      const auto after = std::ranges::upper_bound(line.points, from, {}, &ChartPoint::x);
      const auto at = std::ranges::lower_bound(line.points, from, {}, &ChartPoint::x);
      if (direction > 0 && after != line.points.end()) {
        next = next ? std::min(*next, after->x) : after->x;
      } else if (direction < 0 && at != line.points.begin()) {
        next = next ? std::max(*next, std::prev(at)->x) : std::prev(at)->x;
      }
    }
    cursor = next.value_or(from);
    show_cursor();
  }

  void show_cursor() {
    const double place = place_of(*cursor, seen(), scale());
    if (place < 0 || place > 1) {
      window.scroll(place < 0 ? place : place - 1, all(), scale());
    }
  }

  void go_to(double x) {
    cursor = x;
    show_cursor();
  }

  // Whether the key meant something.
  bool key(const wxKeyEvent& event) {
    switch (event.GetKeyCode()) {
      case WXK_LEFT:
      case WXK_RIGHT: {
        const int direction = event.GetKeyCode() == WXK_RIGHT ? 1 : -1;
        event.ShiftDown() ? window.scroll(direction * kScroll, all(), scale()) : step(direction);
        return true;
      }
      case WXK_HOME:
        go_to(all().from);
        return true;
      case WXK_END:
        go_to(all().to);
        return true;
      case WXK_ESCAPE:
        cursor.reset();
        window.follow();
        window.set_span(span);
        return true;
      case '+':
      case '=':
      case WXK_NUMPAD_ADD:
        window.zoom(kZoom, cursor_place(), all(), scale());
        return true;
      case '-':
      case WXK_NUMPAD_SUBTRACT:
        window.zoom(1 / kZoom, cursor_place(), all(), scale());
        return true;
      default:
        return false;
    }
  }

  double cursor_place() const {
    return cursor ? std::clamp(place_of(*cursor, seen(), scale()), 0.0, 1.0) : 1.0;
  }

  void on_char(wxKeyEvent& event) {
    if (event.GetKeyCode() == WXK_TAB) {
      self.Navigate(event.ShiftDown() ? wxNavigationKeyEvent::IsBackward
                                      : wxNavigationKeyEvent::IsForward);
    } else if (key(event)) {
      changed();
    } else {
      event.Skip();
    }
  }

  void listen() {
    self.Bind(wxEVT_PAINT, [this](wxPaintEvent&) { draw(); });
    self.Bind(wxEVT_SIZE, [this](wxSizeEvent& event) {
      self.Refresh(false);
      event.Skip();
    });
    self.Bind(wxEVT_MOUSEWHEEL, [this](wxMouseEvent& event) { wheel(event); });
    self.Bind(wxEVT_LEFT_DOWN, [this](wxMouseEvent& event) { press(event); });
    self.Bind(wxEVT_MOTION, [this](wxMouseEvent& event) { move(event); });
    self.Bind(wxEVT_LEAVE_WINDOW, [this](wxMouseEvent&) {
      cursor.reset();
      changed();
    });
    self.Bind(wxEVT_CHAR, [this](wxKeyEvent& event) { on_char(event); });
    const auto redraw = [this](wxEvent& event) {
      self.Refresh(false);
      event.Skip();
    };
    self.Bind(wxEVT_SET_FOCUS, redraw);
    self.Bind(wxEVT_KILL_FOCUS, redraw);
    self.Bind(wxEVT_SYS_COLOUR_CHANGED, redraw);
  }

  ChartView& self;
  Chart chart;
  ChartWindow window;
  double span = 0;  ///< that the panel wants
  std::optional<double> cursor;
  std::optional<int> dragged_from;
  wxRect2DDouble plot;
};

ChartView::ChartView(wxWindow& parent, const std::string& name)
    : implementation_(std::make_unique<Implementation>(*this)) {
  SetBackgroundStyle(wxBG_STYLE_PAINT);
  Create(&parent, wxID_ANY, wxDefaultPosition, wxDefaultSize, wxWANTS_CHARS | wxBORDER_NONE);
  name_accessibly(*this, name);
  // Short: it covers what the mouse points at.
  SetToolTip("Wheel zooms, drag scrolls, arrow keys read, Escape follows");
  SetMinSize(FromDIP(wxSize(kLeastWidth, kLeastHeight)));
  implementation_->listen();
}

ChartView::~ChartView() = default;

wxSize ChartView::DoGetBestClientSize() const {
  return FromDIP(wxSize(kLeastWidth * 2, kLeastHeight * 2));
}

void ChartView::show(Chart chart) {
  implementation_->chart = std::move(chart);
  implementation_->changed();
}

const Chart& ChartView::chart() const {
  return implementation_->chart;
}

void ChartView::set_span(double span) {
  implementation_->span = span;
  implementation_->window.follow();
  implementation_->window.set_span(span);
  implementation_->changed();
}

ChartWindow& ChartView::window() {
  return implementation_->window;
}

std::string ChartView::summary() const {
  return summary_of(implementation_->chart, implementation_->seen());
}

std::string ChartView::reading() const {
  const auto& cursor = implementation_->cursor;
  if (!cursor) {
    return {};
  }
  const Chart& shown = implementation_->chart;
  std::string text = "At " + to_text(*cursor, shown.x.unit) + ":";
  const auto points = points_at(shown, *cursor);
  for (std::size_t index = 0; index < points.size(); ++index) {
    text += (index == 0 ? " " : ", ") + shown.lines[index].name + " " +
            (points[index] ? to_text(points[index]->y, shown.y.unit) : "none");
  }
  return text;
}

void ChartView::write_png(const std::string& file) const {
  const Palette palette = current_palette();
  console::write_png(file, GetClientSize(), implementation_->drawing(palette));
}

void ChartView::write_svg(const std::string& file) const {
  const Palette palette = current_palette();
  console::write_svg(file, GetClientSize(), implementation_->drawing(palette), summary());
}

void ChartView::write_csv(const std::string& file) const {
  write_text(file, csv_of(implementation_->chart));
}

void ChartView::export_file(const std::function<void(const std::string&)>& trouble) {
  wxFileDialog dialog(this, "Export the chart", "", "chart.png",
                      "PNG image (*.png)|*.png|SVG image (*.svg)|*.svg|CSV data (*.csv)|*.csv",
                      wxFD_SAVE | wxFD_OVERWRITE_PROMPT);
  if (dialog.ShowModal() != wxID_OK) {
    return;
  }
  const std::string file = widget_bridge::from_wx(dialog.GetPath());
  const wxString ending = wxFileName(dialog.GetPath()).GetExt().Lower();
  try {
    if (ending == "svg") {
      write_svg(file);
    } else if (ending == "csv") {
      write_csv(file);
    } else {
      write_png(file);
    }
  } catch (const std::exception& error) {
    trouble(error.what());
  }
}

}  // namespace orbbench::console
