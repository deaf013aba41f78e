#include "charts/palette.hpp"

#include <wx/settings.h>

#include <algorithm>
#include <cmath>

namespace orbbench::console {
namespace {

using Colours = std::array<wxColour, kLooks>;

Colours dark_on_light() {
  return {wxColour(0, 92, 168),   wxColour(0, 115, 85), wxColour(166, 66, 0),
          wxColour(130, 50, 140), wxColour(95, 95, 0),  wxColour(70, 70, 70)};
}

Colours light_on_dark() {
  return {wxColour(120, 190, 255), wxColour(100, 220, 175), wxColour(255, 175, 100),
          wxColour(235, 165, 240), wxColour(230, 225, 110), wxColour(210, 210, 210)};
}

double linear(unsigned char channel) {
  const double share = channel / 255.0;
  return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
}

double luminance(const wxColour& colour) {
  return 0.2126 * linear(colour.Red()) + 0.7152 * linear(colour.Green()) +
         0.0722 * linear(colour.Blue());
}

wxColour between(const wxColour& one, const wxColour& other, double share) {
  const auto mix = [share](unsigned char from, unsigned char to) {
    return static_cast<unsigned char>(std::lround(from + share * (to - from)));
  };
  return {mix(one.Red(), other.Red()), mix(one.Green(), other.Green()),
          mix(one.Blue(), other.Blue())};
}

}  // namespace

double contrast(const wxColour& one, const wxColour& other) {
  const double lighter = std::max(luminance(one), luminance(other));
  const double darker = std::min(luminance(one), luminance(other));
  return (lighter + 0.05) / (darker + 0.05);
}

Palette palette_on(const wxColour& background, const wxColour& text) {
  constexpr double kGridShare = 0.15;
  // Where black and white have the same contrast.
  constexpr double kMiddle = 0.179;
  const bool is_dark = luminance(background) < kMiddle;
  return {.background = background,
          .text = text,
          .grid = between(background, text, kGridShare),
          .limit = is_dark ? wxColour(255, 130, 130) : wxColour(176, 0, 32),
          .lines = is_dark ? light_on_dark() : dark_on_light()};
}

Palette current_palette() {
  return palette_on(wxSystemSettings::GetColour(wxSYS_COLOUR_LISTBOX),
                    wxSystemSettings::GetColour(wxSYS_COLOUR_LISTBOXTEXT));
}

wxPenStyle dash_of(std::size_t look) {
  static constexpr std::array<wxPenStyle, kLooks> kDashes{
      wxPENSTYLE_SOLID,      wxPENSTYLE_LONG_DASH, wxPENSTYLE_SOLID,
      wxPENSTYLE_SHORT_DASH, wxPENSTYLE_DOT_DASH,  wxPENSTYLE_DOT};
  return kDashes[look % kLooks];
}

}  // namespace orbbench::console
