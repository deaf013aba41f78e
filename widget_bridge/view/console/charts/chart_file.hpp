#pragma once

#include <string>

#include "charts/chart_painter.hpp"

namespace orbbench::console {

// All throw std::runtime_error naming the file that cannot be written.

/// At twice the size.
void write_png(const std::string& file, wxSize size, const ChartDrawing& drawing);
/// With the chart's title and `description` for those who do not see it.
void write_svg(const std::string& file, wxSize size, const ChartDrawing& drawing,
               const std::string& description);
void write_text(const std::string& file, const std::string& text);

}  // namespace orbbench::console
