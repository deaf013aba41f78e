#pragma once

#include <wx/colour.h>
#include <wx/pen.h>

#include <array>
#include <cstddef>

namespace orbbench::console {

inline constexpr std::size_t kLooks = 6;

/// The colours of charts for the theme at present. A value; made for each drawing, as the theme
/// changes.
struct Palette {
  wxColour background;
  wxColour text;
  wxColour grid;
  wxColour limit;
  std::array<wxColour, kLooks> lines;
};

/// For a light or a dark background: lines have a contrast of 3:1 with it, limits (and their names)
/// 4.5:1.
Palette palette_on(const wxColour& background, const wxColour& text);

/// That of the desktop's theme.
Palette current_palette();

/// How a line of that look is dashed, so that it is known without its colour too.
wxPenStyle dash_of(std::size_t look);

/// WCAG 2.1: from 1 to 21.
double contrast(const wxColour& one, const wxColour& other);

}  // namespace orbbench::console
