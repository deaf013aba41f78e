#pragma once

#include <wx/window.h>

#include <functional>

namespace orbbench::console {

/// Has `stop` called when the window's frame closes or ends, before any of its panels ends: threads
/// that are told then come to their ends together, rather than one after the other. It may be
/// called more than once.
void stop_with_window(wxWindow& window, const std::function<void()>& stop);

}  // namespace orbbench::console
