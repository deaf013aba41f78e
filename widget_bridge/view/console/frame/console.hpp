#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include "console/call_watch.hpp"
#include "console/connection.hpp"
#include "console/log_book.hpp"
#include "console/run_book.hpp"
#include "console/sample_feed.hpp"
#include "console/settings.hpp"
#include "frame/desk.hpp"
#include "frame/frame.hpp"
#include "orbbench/orb_client/orb_runtime.hpp"
#include "orbbench/widget_bridge/thread_worker.hpp"
#include "orbbench/widget_bridge/ui_thread.hpp"

namespace orbbench::console {

/// The whole console: what its panels share, its window and all its panels. Made, used and
/// destroyed on the UI thread, one at a time (it has the process's ORB). Its end waits for calls
/// under way, 1.5 s at the most, and writes the settings.
class Console {
 public:
  /// The window is not shown yet. `closed` is told when the user has closed it. The UI thread must
  /// outlive it.
  Console(widget_bridge::UiThread& ui, std::filesystem::path settings,
          std::function<void()> closed);
  ~Console();
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;

  Desk& desk() { return desk_; }
  Frame& frame() { return *frame_; }

 private:
  struct EndWindow {
    void operator()(Frame* frame) const;
  };

  void add_panels();

  std::optional<CoreSession::Ending> ending_;  // first: until all calls have ended
  LogBook log_;
  Settings settings_;
  SampleFeed samples_;
  CallWatch calls_;
  orb_client::OrbRuntime runtime_;
  widget_bridge::ThreadWorker worker_;
  Connection connection_;
  RunBook runs_;
  Desk desk_;
  std::unique_ptr<Frame, EndWindow> frame_;  // last: the panels use all of the above
};

}  // namespace orbbench::console
