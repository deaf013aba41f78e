#pragma once

#include <wx/colour.h>
#include <wx/window.h>

#include <filesystem>
#include <memory>

struct _GdkPixbuf;

namespace orbbench::tests {

/// What a top-level window shows at present, in the pixels of its screen: at 200 % two for one of
/// the window's, each way.
class WindowPicture {
 public:
  explicit WindowPicture(wxWindow& window);

  int scale() const { return scale_; }
  /// Where that window, which is below it, is in the picture.
  wxRect area_of(const wxWindow& window) const;
  wxColour at(int x, int y) const;
  /// The colour that is there most often.
  wxColour ground_of(const wxRect& area) const;
  /// The one whose contrast with the ground is the greatest: that of a text.
  wxColour ink_of(const wxRect& area) const;
  void write(const std::filesystem::path& png) const;

 private:
  struct Release {
    void operator()(_GdkPixbuf* pixels) const;
  };

  wxPoint corner_;
  int scale_;
  std::unique_ptr<_GdkPixbuf, Release> pixels_;
};

}  // namespace orbbench::tests
