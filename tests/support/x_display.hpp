#pragma once

#include <sys/types.h>

#include <string>

#include "core_process.hpp"

namespace orbbench::tests {

/// An X server of this test's own (Xvfb) on a display that nobody has. It is ready when the
/// constructor returns, and never outlives the thread that started it.
class XDisplay {
 public:
  /// `screen`: its width, height and depth. Throws std::runtime_error when it is not ready in time.
  explicit XDisplay(const std::string& screen = "1280x1024x24");
  ~XDisplay();
  XDisplay(const XDisplay&) = delete;
  XDisplay& operator=(const XDisplay&) = delete;

  /// ":7", as $DISPLAY wants it.
  const std::string& name() const { return name_; }

  /// Ends the server as a crash would, and returns when it is gone.
  void kill();

 private:
  void start(const std::string& screen);
  void read_name();

  pid_t pid_ = -1;
  Descriptor numbers_;
  std::string name_;
};

}  // namespace orbbench::tests
