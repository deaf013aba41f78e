#pragma once

#include <functional>
#include <string>

namespace orbbench::widget_bridge {

/// wxWidgets and GTK, started by the constructor and ended by the destructor; on one thread, once a
/// process.
class Toolkit {
 public:
  /// Throws std::runtime_error naming the display that cannot be opened. `display_lost` is told
  /// when the X server goes, after which the process ends with that exit code.
  Toolkit(std::function<void(const std::string&)> display_lost, int exit_code);
  ~Toolkit();
  Toolkit(const Toolkit&) = delete;
  Toolkit& operator=(const Toolkit&) = delete;
};

}  // namespace orbbench::widget_bridge
