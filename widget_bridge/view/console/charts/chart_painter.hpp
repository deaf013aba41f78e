#pragma once

#include <wx/brush.h>
#include <wx/font.h>
#include <wx/gdicmn.h>
#include <wx/graphics.h>

#include <optional>

#include "charts/palette.hpp"
#include "console/chart.hpp"

namespace orbbench::console {

/// What of a chart is to be drawn, and how.
struct ChartDrawing {
  const Chart& chart;
  Range x;                       ///< what of it is seen
  std::optional<double> cursor;  ///< where the lines are read
  const Palette& palette;
  wxFont font;
  double unit = 1;       ///< a pixel at 96 dpi
  bool focused = false;  ///< by the keyboard
};

/// Draws the chart over (0, 0) to `size`, and returns where its plot is: where x is from left to
/// right.
wxRect2DDouble paint(wxGraphicsContext& to, wxSize size, const ChartDrawing& drawing);

}  // namespace orbbench::console
