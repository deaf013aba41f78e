#pragma once

#include <functional>
#include <memory>
#include <string>

#include "orbbench/widget_bridge/ui_thread.hpp"
#include "orbbench/widget_bridge/worker.hpp"

namespace orbbench::widget_bridge {

/// One thread that does the jobs in their order. Made and destroyed on the UI thread, by the view
/// that its results are for. Its end waits for the job under way, drops those that wait, and no
/// result is applied after it.
class ThreadWorker : public Worker {
 public:
  /// Told, on the worker's thread, of work that threw and of results that the UI thread refused:
  /// one line. Must not throw.
  using Trouble = std::function<void(const std::string&)>;

  static constexpr std::size_t kMaxWaiting = 256;

  /// The UI thread must outlive this.
  ThreadWorker(UiThread& ui, Trouble trouble);
  ~ThreadWorker() override;

  void submit(Work work) override;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace orbbench::widget_bridge
