#pragma once

#include <functional>
#include <stdexcept>

namespace orbbench::widget_bridge {

/// As many jobs wait for the worker as may.
class WorkerBusy : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Work off the UI thread, results applied on it: `work` runs on a thread of the worker's and
/// returns what is to be done on the UI thread (or nothing). The desktop's views own one each.
class Worker {
 public:
  using Apply = std::function<void()>;
  using Work = std::function<Apply()>;

  Worker() = default;
  virtual ~Worker() = default;
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// Throws WorkerBusy when 256 jobs wait. From the UI thread.
  virtual void submit(Work work) = 0;
};

}  // namespace orbbench::widget_bridge
