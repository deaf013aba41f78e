#pragma once

#include <wx/colour.h>

#include <string_view>

#include "tables/row.hpp"

namespace orbbench::console {

enum class Theme { System, Light, Dark };

/// Lower case: "dark". What is none of them counts as "system".
std::string_view name_of(Theme theme);
Theme theme_named(std::string_view name);

/// Asks the toolkit for it, for all windows of the process; the windows hear of it by
/// wxEVT_SYS_COLOUR_CHANGED.
void apply(Theme theme);

/// Whether lists are drawn light on dark at present.
bool is_dark();

/// The colour for a text on that background: `wanted` where it has a contrast of 4.5:1, else black
/// or white.
wxColour legible_on(const wxColour& background, const wxColour& wanted);

/// A text's colour on the background of lists, with a contrast of 4.5:1 at the least.
wxColour colour_of(Row::Mark mark);

}  // namespace orbbench::console
