#pragma once

#include <string>

namespace orbbench::widget_bridge {

/// Routes what wxWidgets and GTK would say in dialogs and on stderr (errors, failed assertions) to
/// the ToolkitWatch at work. Once, on the UI thread, before wxWidgets starts.
void capture_toolkit_trouble();

/// The first trouble since the last time that this was called; empty if none.
std::string take_toolkit_trouble();

/// Stands around the use of controls, on the UI thread. The toolkits report in the midst of C
/// callbacks, where nothing can be thrown: it is thrown here instead, afterwards.
class ToolkitWatch {
 public:
  ToolkitWatch();
  /// Throws std::runtime_error with the first trouble, if there was any.
  void require_none(const char* action) const;
};

}  // namespace orbbench::widget_bridge
