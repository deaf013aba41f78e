#include "charts/chart_painter.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "console/decimation.hpp"
#include "text.hpp"

namespace orbbench::console {
namespace {

using widget_bridge::to_wx;

constexpr double kRoom = 8;
constexpr double kMarkRadius = 3.5;
constexpr double kSampleWidth = 30;
constexpr double kMarkDistance = 90;

struct Extent {
  double width = 0;
  double height = 0;
};

class Painter {
 public:
  Painter(wxGraphicsContext& to, wxSize size, const ChartDrawing& drawing)
      : to_(to), size_(size), drawing_(drawing), y_(y_range(drawing.chart, drawing.x)) {}

  wxRect2DDouble paint() {
    fill();
    const double top = draw_legend(draw_title());
    place_plot(top);
    if (plot_.m_width < 1 || plot_.m_height < 1) {
      return plot_;  // too small for anything
    }
    draw_y_axis();
    draw_x_axis();
    to_.Clip(plot_.m_x, plot_.m_y, plot_.m_width, plot_.m_height);
    draw_limits();
    for (const ChartLine& line : chart().lines) {
      draw_line(line);
    }
    draw_limit_names();
    draw_cursor();
    to_.ResetClip();
    return plot_;
  }

 private:
  const Chart& chart() const { return drawing_.chart; }
  const Palette& palette() const { return drawing_.palette; }
  double unit() const { return drawing_.unit; }

  void use_font(const wxColour& colour, bool bold = false) {
    to_.SetFont(bold ? drawing_.font.Bold() : drawing_.font, colour);
  }

  Extent extent(const wxString& text) {
    Extent extent;
    to_.GetTextExtent(text, &extent.width, &extent.height);
    return extent;
  }

  wxGraphicsPen pen(const wxColour& colour, double width, wxPenStyle style = wxPENSTYLE_SOLID) {
    return to_.CreatePen(wxGraphicsPenInfo(colour, width * unit(), style));
  }

  void fill() {
    to_.SetPen(wxNullPen);
    to_.SetBrush(wxBrush(palette().background));
    to_.DrawRectangle(0, 0, size_.x, size_.y);
    if (drawing_.focused) {
      to_.SetBrush(wxNullBrush);
      to_.SetPen(pen(palette().lines[0], 2));
      to_.DrawRectangle(unit(), unit(), size_.x - 2 * unit(), size_.y - 2 * unit());
    }
  }

  double draw_title() {
    use_font(palette().text, true);
    const wxString title = to_wx(chart().title);
    to_.DrawText(title, kRoom * unit(), kRoom / 2 * unit());
    return kRoom / 2 * unit() + extent(title).height;
  }

  wxString legend_text(std::size_t index, const std::vector<std::optional<ChartPoint>>& read) {
    const ChartLine& line = chart().lines[index];
    std::string text = line.name;
    if (read[index]) {
      text += "  " + to_text(read[index]->y, chart().y.unit);
    }
    return to_wx(text);
  }

  // Where it ends. The values are those at the cursor, else the latest that are seen.
  double draw_legend(double top) {
    use_font(palette().text);
    const double height = extent("Xg").height;
    double x = kRoom * unit();
    double y = top + kRoom / 4 * unit();
    const auto read = points_at(chart(), drawing_.cursor.value_or(drawing_.x.to));
    for (std::size_t index = 0; index < chart().lines.size(); ++index) {
      const wxString text = legend_text(index, read);
      const double width = kSampleWidth * unit() + extent(text).width + 2 * kRoom * unit();
      if (x + width > size_.x && x > kRoom * unit()) {
        x = kRoom * unit();
        y += height;
      }
      draw_sample(chart().lines[index], x, y + height / 2);
      to_.DrawText(text, x + (kSampleWidth + kRoom / 2) * unit(), y);
      x += width;
    }
    return y + (chart().lines.empty() ? 0 : height) + kRoom / 2 * unit();
  }

  void draw_sample(const ChartLine& line, double x, double y) {
    to_.SetPen(line_pen(line));
    to_.StrokeLine(x, y, x + kSampleWidth * unit(), y);
    draw_mark(line.look, x + kSampleWidth / 2 * unit(), y);
  }

  wxGraphicsPen line_pen(const ChartLine& line) {
    constexpr double kWidth = 1.6;
    return pen(palette().lines[line.look % kLooks], kWidth, dash_of(line.look));
  }

  void draw_mark(std::size_t look, double x, double y) {
    const double radius = kMarkRadius * unit();
    const wxColour colour = palette().lines[look % kLooks];
    to_.SetPen(pen(colour, 1));
    to_.SetBrush(wxBrush(colour));
    wxGraphicsPath path = to_.CreatePath();
    switch (look % kLooks) {
      case 0:
        path.AddCircle(x, y, radius);
        break;
      case 1:
        path.AddRectangle(x - radius, y - radius, 2 * radius, 2 * radius);
        break;
      case 2:
        add_corners(path, {{x, y - radius}, {x + radius, y + radius}, {x - radius, y + radius}});
        break;
      case 3:
        add_corners(path, {{x, y - radius}, {x + radius, y}, {x, y + radius}, {x - radius, y}});
        break;
      case 4:
        add_corners(path, {{x - radius, y - radius}, {x + radius, y - radius}, {x, y + radius}});
        break;
      default:
        path.AddRectangle(x - radius, y - radius / 3, 2 * radius, 2 * radius / 3);
    }
    to_.DrawPath(path);
  }

  static void add_corners(wxGraphicsPath& path, const std::vector<wxPoint2DDouble>& corners) {
    path.MoveToPoint(corners.front());
    for (const wxPoint2DDouble& corner : corners) {
      path.AddLineToPoint(corner);
    }
    path.CloseSubpath();
  }

  void place_plot(double top) {
    use_font(palette().text);
    const double line = extent("Xg").height;
    const double bottom = size_.y - 2 * line - kRoom * unit();
    y_ticks_ = ticks(y_, chart().y.scale, most(bottom - top, 2.2 * line));
    double widest = 0;
    for (const double tick : y_ticks_) {
      widest = std::max(widest, extent(to_wx(to_text(tick, chart().y.unit))).width);
    }
    const double left = widest + 2 * kRoom * unit();
    plot_ = {left, top + line, size_.x - left - 2 * kRoom * unit(), bottom - top - line};
  }

  static std::size_t most(double room, double each) {
    return static_cast<std::size_t>(std::clamp(room / each, 2.0, 20.0));
  }

  double x_of(double value) const {
    return plot_.m_x + plot_.m_width * place_of(value, drawing_.x, chart().x.scale);
  }
  double y_of(double value) const {
    return plot_.m_y + plot_.m_height * (1 - place_of(value, y_, chart().y.scale));
  }

  void draw_y_axis() {
    const double line = extent("Xg").height;
    to_.DrawText(to_wx(chart().y.label), kRoom * unit(), plot_.m_y - line);
    for (const double tick : y_ticks_) {
      const double y = y_of(tick);
      if (y < plot_.m_y - 1 || y > plot_.GetBottom() + 1) {
        continue;
      }
      to_.SetPen(pen(palette().grid, 1));
      to_.StrokeLine(plot_.m_x, y, plot_.GetRight(), y);
      const wxString text = to_wx(to_text(tick, chart().y.unit));
      // At the ends it would run into the axis's label and the first mark of the other axis.
      to_.DrawText(text, plot_.m_x - kRoom / 2 * unit() - extent(text).width,
                   std::clamp(y - line / 2, plot_.m_y, plot_.GetBottom() - line));
    }
  }

  void draw_x_axis() {
    const double line = extent("Xg").height;
    const double widest = extent(to_wx(to_text(drawing_.x.to, chart().x.unit) + "00")).width;
    to_.SetPen(pen(palette().grid, 1));
    for (const double tick :
         ticks(drawing_.x, chart().x.scale, most(plot_.m_width, widest + 2 * kRoom * unit()))) {
      const double x = x_of(tick);
      to_.StrokeLine(x, plot_.m_y, x, plot_.GetBottom());
      const wxString text = to_wx(to_text(tick, chart().x.unit));
      const double width = extent(text).width;
      to_.DrawText(text, std::min(x - width / 2, size_.x - width), plot_.GetBottom() + unit());
    }
    const wxString label = to_wx(chart().x.label);
    to_.DrawText(label, plot_.GetRight() - extent(label).width, plot_.GetBottom() + line);
  }

  void draw_limits() {
    to_.SetPen(pen(palette().limit, 1.2, wxPENSTYLE_SHORT_DASH));
    for (const ChartLimit& limit : chart().limits) {
      to_.StrokeLine(plot_.m_x, y_of(limit.y), plot_.GetRight(), y_of(limit.y));
    }
  }

  // Beside each other, as two limits may be close; over the lines, which would cross them out.
  void draw_limit_names() {
    use_font(palette().limit);
    double right = plot_.GetRight() - kRoom / 2 * unit();
    for (const ChartLimit& limit : chart().limits) {
      const wxString text = to_wx(limit.name + " " + to_text(limit.y, chart().y.unit));
      const Extent needed = extent(text);
      const double above = y_of(limit.y) - needed.height;
      draw_on_background(text, needed, std::max(right - needed.width, plot_.m_x),
                         above < plot_.m_y ? above + needed.height : above);
      right -= needed.width + 2 * kRoom * unit();
    }
    use_font(palette().text);
  }

  void draw_on_background(const wxString& text, Extent needed, double x, double y) {
    to_.SetPen(wxNullPen);
    to_.SetBrush(wxBrush(palette().background));
    to_.DrawRectangle(x, y + unit(), needed.width, needed.height - 2 * unit());
    to_.DrawText(text, x, y);
  }

  void draw_line(const ChartLine& line) {
    const auto points = decimate(line.points, drawing_.x, chart().x.scale,
                                 static_cast<std::size_t>(std::max(plot_.m_width, 1.0)));
    wxGraphicsPath path = to_.CreatePath();
    std::vector<wxPoint2DDouble> marks;
    bool drawing = false;
    for (const ChartPoint& point : points) {
      if (!std::isfinite(point.y)) {
        drawing = false;
        continue;
      }
      const wxPoint2DDouble place(x_of(point.x), y_of(point.y));
      drawing ? path.AddLineToPoint(place) : path.MoveToPoint(place);
      drawing = true;
      if (marks.empty() || place.m_x - marks.back().m_x >= kMarkDistance * unit()) {
        marks.push_back(place);
      }
    }
    to_.SetPen(line_pen(line));
    to_.StrokePath(path);
    for (const wxPoint2DDouble& mark : marks) {
      draw_mark(line.look, mark.m_x, mark.m_y);
    }
  }

  void draw_cursor() {
    if (!drawing_.cursor) {
      return;
    }
    const double x = x_of(*drawing_.cursor);
    to_.SetPen(pen(palette().text, 1));
    to_.StrokeLine(x, plot_.m_y, x, plot_.GetBottom());
    const wxString text = to_wx(to_text(*drawing_.cursor, chart().x.unit));
    const Extent needed = extent(text);
    const double left = std::clamp(x + kRoom / 2 * unit(), plot_.m_x,
                                   std::max(plot_.GetRight() - needed.width, plot_.m_x));
    draw_on_background(text, needed, left, plot_.m_y);
  }

  wxGraphicsContext& to_;
  wxSize size_;
  const ChartDrawing& drawing_;
  Range y_;
  wxRect2DDouble plot_;
  std::vector<double> y_ticks_;
};

}  // namespace

wxRect2DDouble paint(wxGraphicsContext& to, wxSize size, const ChartDrawing& drawing) {
  return Painter(to, size, drawing).paint();
}

}  // namespace orbbench::console
