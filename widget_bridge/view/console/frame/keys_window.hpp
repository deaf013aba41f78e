#pragma once

#include <vector>

#include "console/settings.hpp"
#include "frame/frame.hpp"
#include "frame/menus.hpp"

namespace orbbench::console {

/// Shows, beside the frame, a table of all its actions with their keys. Escape closes it; the frame
/// ends it with itself.
void show_keys_window(Frame& frame, Settings& settings, const std::vector<Menu>& menus);

}  // namespace orbbench::console
