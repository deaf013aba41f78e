#pragma once

#include <wx/window.h>

#include <string>

namespace orbbench::console {

/// Names the window for those who do not see it, and for tests, which find it by that.
void name_accessibly(wxWindow& window, const std::string& name);

/// Hands the names that the windows below this one have (SetName) on to the toolkit, which wx does
/// not do.
void hand_on_names(wxWindow& window);

}  // namespace orbbench::console
