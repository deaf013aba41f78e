#pragma once

#include <wx/string.h>

#include <string>

namespace orbbench::widget_bridge {

/// For wx, which would make an empty text of what is no UTF-8. Throws std::invalid_argument for
/// that and for a NUL.
wxString to_wx(const std::string& text);

std::string from_wx(const wxString& text);

}  // namespace orbbench::widget_bridge
