#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "orbbench/widget_bridge/ui_thread.hpp"

namespace orbbench::widget_bridge {

/// The wxWidgets application and its event loop: made on the main thread, before the program's
/// other threads (it sets variables of the environment that keep GTK to itself), one a process.
/// Controls are made after it and destroyed before it. Needs an X display ($DISPLAY). Throws
/// std::runtime_error naming the display where there is none.
class WxEventLoop : public UiThread {
 public:
  /// Told how long each task took: the histogram wxwidgets_event_loop_duration_seconds. Must not
  /// throw.
  using Observer = std::function<void(std::chrono::steady_clock::duration)>;

  /// Told in one line that the X server has gone, just before the process ends with
  /// kDisplayLost: without a server GTK cannot go on. Writes to stderr where none is given.
  using DisplayLost = std::function<void(const std::string&)>;

  static constexpr std::size_t kMaxWaiting = 1024;
  static constexpr int kDisplayLost = 3;

  explicit WxEventLoop(Observer observer = {}, DisplayLost display_lost = {});
  ~WxEventLoop() override;

  void post(Task task) override;

  /// Runs the loop on the calling (the main) thread until stop(), at once when that came before.
  /// Tasks that were posted earlier run then; it can be called once.
  void run();

  /// From any thread and from tasks. No further task begins; those that wait are dropped.
  void stop();

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace orbbench::widget_bridge
