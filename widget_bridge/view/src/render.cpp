#include <cairo-svg.h>
#include <cairo.h>
#include <gtk/gtk.h>
#include <wx/settings.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "control.hpp"
#include "hidden_window.hpp"
#include "orbbench/widget_bridge/control_stage.hpp"
#include "toolkit_trouble.hpp"

namespace orbbench::widget_bridge {
namespace {

constexpr int kLongestSide = 2000;

struct ReleaseSurface {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
struct ReleaseDrawing {
  void operator()(cairo_t* drawing) const { cairo_destroy(drawing); }
};
using Surface = std::unique_ptr<cairo_surface_t, ReleaseSurface>;
using Drawing = std::unique_ptr<cairo_t, ReleaseDrawing>;

void require(cairo_status_t status) {
  if (status != CAIRO_STATUS_SUCCESS) {
    throw std::runtime_error(std::string("cannot draw: ") + cairo_status_to_string(status));
  }
}

cairo_status_t append(void* sink, const unsigned char* octets, unsigned count) {
  auto& image = *static_cast<ImageOctets*>(sink);
  image.insert(image.end(), octets, octets + count);
  return CAIRO_STATUS_SUCCESS;
}

// GTK lays out when its event loop comes round; here it is wanted now.
void lay_out(wxWindow& window, Size size) {
  window.SetSize(0, 0, size.width, size.height);
  window.Layout();
  GtkWidget* widget = window.GetHandle();
  gtk_widget_get_preferred_size(widget, nullptr, nullptr);
  GtkAllocation all{0, 0, size.width, size.height};
  gtk_widget_size_allocate(widget, &all);
}

void draw(wxWindow& window, cairo_t* drawing) {
  const wxColour back = wxSystemSettings::GetColour(wxSYS_COLOUR_BTNFACE);
  cairo_set_source_rgb(drawing, back.Red() / 255.0, back.Green() / 255.0, back.Blue() / 255.0);
  cairo_paint(drawing);
  gtk_widget_draw(window.GetHandle(), drawing);
}

void draw_on(cairo_surface_t* surface, wxWindow& window) {
  const Drawing drawing(cairo_create(surface));
  draw(window, drawing.get());
  require(cairo_status(drawing.get()));
}

ImageOctets draw_png(wxWindow& window, Size size) {
  const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, size.width, size.height));
  draw_on(surface.get(), window);
  ImageOctets image;
  require(cairo_surface_write_to_png_stream(surface.get(), append, &image));
  return image;
}

std::string escaped(std::string text) {
  // XML 1.0 has no place for control characters, which GLib would write as references.
  std::ranges::replace_if(
      text, [](unsigned char letter) { return letter < 0x20; }, ' ');
  const std::unique_ptr<char, decltype(&g_free)> escaped_text(
      g_markup_escape_text(text.data(), static_cast<gssize>(text.size())), &g_free);
  return escaped_text.get();
}

// The texts are drawn as outlines of their letters: the title says what they are.
void give_title(ImageOctets& svg, const std::string& label) {
  constexpr std::string_view kRoot = "<svg ";
  const auto root = std::search(svg.begin(), svg.end(), kRoot.begin(), kRoot.end());
  const auto end_of_root = std::find(root, svg.end(), '>');
  if (end_of_root == svg.end()) {
    throw std::runtime_error("cannot draw: cairo wrote no SVG");
  }
  const std::string title = "\n<title>" + escaped(label) + "</title>";
  svg.insert(end_of_root + 1, title.begin(), title.end());
}

ImageOctets draw_svg(wxWindow& window, Size size, const std::string& label) {
  ImageOctets image;
  const Surface surface(
      cairo_svg_surface_create_for_stream(append, &image, size.width, size.height));
  cairo_svg_surface_set_document_unit(surface.get(), CAIRO_SVG_UNIT_PX);
  draw_on(surface.get(), window);
  cairo_surface_finish(surface.get());
  require(cairo_surface_status(surface.get()));
  give_title(image, label);
  return image;
}

void require_drawable(Size size) {
  if (size.width < 1 || size.height < 1 || size.width > kLongestSide ||
      size.height > kLongestSide) {
    throw std::invalid_argument("an image is 1 to 2000 pixels wide and high");
  }
}

}  // namespace

ImageOctets render(const Widget& widget, Size size, ImageFormat format) {
  require_drawable(size);
  const ToolkitWatch watch;
  const std::unique_ptr<Control> control = make_control(window_off_screen(size), widget);
  lay_out(control->window(), size);
  ImageOctets image = format == ImageFormat::Png ? draw_png(control->window(), size)
                                                 : draw_svg(control->window(), size, widget.label);
  watch.require_none("cannot draw the control");
  return image;
}

}  // namespace orbbench::widget_bridge
