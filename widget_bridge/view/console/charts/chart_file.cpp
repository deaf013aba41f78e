#include "charts/chart_file.hpp"

#include <cairo-svg.h>
#include <cairo.h>

#include <fstream>
#include <functional>
#include <memory>
#include <stdexcept>

namespace orbbench::console {
namespace {

struct ReleaseSurface {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
using Surface = std::unique_ptr<cairo_surface_t, ReleaseSurface>;

void require(cairo_status_t status) {
  if (status != CAIRO_STATUS_SUCCESS) {
    throw std::runtime_error(std::string("cannot draw the chart: ") +
                             cairo_status_to_string(status));
  }
}

cairo_status_t append(void* sink, const unsigned char* octets, unsigned count) {
  auto& text = *static_cast<std::string*>(sink);
  for (unsigned index = 0; index < count; ++index) {
    text.push_back(static_cast<char>(octets[index]));
  }
  return CAIRO_STATUS_SUCCESS;
}

void draw_on(cairo_surface_t* surface, double scale, wxSize size, const ChartDrawing& drawing) {
  cairo_t* native = cairo_create(surface);
  cairo_scale(native, scale, scale);
  // It takes over the drawing and ends it.
  const std::unique_ptr<wxGraphicsContext> context(wxGraphicsContext::CreateFromNative(native));
  paint(*context, size, drawing);
}

std::string escaped(const std::string& text) {
  std::string out;
  for (const char letter : text) {
    switch (letter) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      default:
        out += letter;
    }
  }
  return out;
}

void add_words(std::string& svg, const std::string& title, const std::string& description) {
  const std::size_t begin = svg.find("<svg");
  const std::size_t end = svg.find('>', begin);
  if (begin == std::string::npos || end == std::string::npos) {
    return;
  }
  svg.insert(end + 1,
             "\n<title>" + escaped(title) + "</title>\n<desc>" + escaped(description) + "</desc>");
}

}  // namespace

void write_text(const std::string& file, const std::string& text) {
  std::ofstream output(file, std::ios::binary | std::ios::trunc);
  output << text << std::flush;
  if (!output) {
    throw std::runtime_error("cannot write " + file);
  }
}

void write_png(const std::string& file, wxSize size, const ChartDrawing& drawing) {
  constexpr int kTimes = 2;
  const Surface surface(
      cairo_image_surface_create(CAIRO_FORMAT_RGB24, kTimes * size.x, kTimes * size.y));
  require(cairo_surface_status(surface.get()));
  draw_on(surface.get(), kTimes, size, drawing);
  std::string octets;
  require(cairo_surface_write_to_png_stream(surface.get(), append, &octets));
  write_text(file, octets);
}

void write_svg(const std::string& file, wxSize size, const ChartDrawing& drawing,
               const std::string& description) {
  std::string svg;
  const Surface surface(cairo_svg_surface_create_for_stream(append, &svg, size.x, size.y));
  require(cairo_surface_status(surface.get()));
  draw_on(surface.get(), 1, size, drawing);
  cairo_surface_finish(surface.get());
  require(cairo_surface_status(surface.get()));
  add_words(svg, drawing.chart.title, description);
  write_text(file, svg);
}

}  // namespace orbbench::console
