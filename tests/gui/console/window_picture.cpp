#include "window_picture.hpp"

#include <gtk/gtk.h>

#include <map>
#include <stdexcept>
#include <tuple>

#include "charts/palette.hpp"

namespace orbbench::tests {
namespace {

GdkPixbuf* take(GdkWindow* window, int scale) {
  const int width = gdk_window_get_width(window) * scale;
  const int height = gdk_window_get_height(window) * scale;
  cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
  cairo_surface_set_device_scale(surface, scale, scale);
  cairo_t* drawing = cairo_create(surface);
  gdk_cairo_set_source_window(drawing, window, 0, 0);
  cairo_paint(drawing);
  cairo_destroy(drawing);
  cairo_surface_set_device_scale(surface, 1, 1);
  GdkPixbuf* pixels = gdk_pixbuf_get_from_surface(surface, 0, 0, width, height);
  cairo_surface_destroy(surface);
  return pixels;
}

}  // namespace

void WindowPicture::Release::operator()(_GdkPixbuf* pixels) const {
  g_object_unref(pixels);
}

WindowPicture::WindowPicture(wxWindow& window) {
  GdkWindow* shown = gtk_widget_get_window(window.GetHandle());
  gdk_window_get_origin(shown, &corner_.x, &corner_.y);
  scale_ = gdk_window_get_scale_factor(shown);
  pixels_.reset(take(shown, scale_));
  if (!pixels_) {
    throw std::runtime_error("no picture of " + window.GetName().utf8_string());
  }
}

wxRect WindowPicture::area_of(const wxWindow& window) const {
  const wxRect place = window.GetScreenRect();
  const wxRect area((place.x - corner_.x) * scale_, (place.y - corner_.y) * scale_,
                    place.width * scale_, place.height * scale_);
  return area.Intersect(
      wxRect(0, 0, gdk_pixbuf_get_width(pixels_.get()), gdk_pixbuf_get_height(pixels_.get())));
}

wxColour WindowPicture::at(int x, int y) const {
  const guchar* pixel = gdk_pixbuf_read_pixels(pixels_.get()) +
                        y * gdk_pixbuf_get_rowstride(pixels_.get()) +
                        x * gdk_pixbuf_get_n_channels(pixels_.get());
  return {pixel[0], pixel[1], pixel[2]};
}

wxColour WindowPicture::ground_of(const wxRect& area) const {
  std::map<std::tuple<int, int, int>, int> seen;
  int most = 0;
  wxColour ground;
  for (int y = area.GetTop(); y <= area.GetBottom(); ++y) {
    for (int x = area.GetLeft(); x <= area.GetRight(); ++x) {
      const wxColour colour = at(x, y);
      int& count = seen[{colour.Red(), colour.Green(), colour.Blue()}];
      if (++count > most) {
        most = count;
        ground = colour;
      }
    }
  }
  return ground;
}

wxColour WindowPicture::ink_of(const wxRect& area) const {
  const wxColour ground = ground_of(area);
  wxColour ink = ground;
  for (int y = area.GetTop(); y <= area.GetBottom(); ++y) {
    for (int x = area.GetLeft(); x <= area.GetRight(); ++x) {
      const wxColour colour = at(x, y);
      if (console::contrast(colour, ground) > console::contrast(ink, ground)) {
        ink = colour;
      }
    }
  }
  return ink;
}

void WindowPicture::write(const std::filesystem::path& png) const {
  if (gdk_pixbuf_save(pixels_.get(), png.c_str(), "png", nullptr, nullptr) == FALSE) {
    throw std::runtime_error("no picture " + png.string());
  }
}

}  // namespace orbbench::tests
