#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <utility>

#include "orbbench/widget_bridge/ui_thread.hpp"

namespace orbbench::widget_bridge {

/// Tasks that run when the test says so, on the test's thread.
class QueuedUiThread : public UiThread {
 public:
  void post(Task task) override {
    const std::lock_guard lock(mutex_);
    if (refuses_) {
      throw UiThreadBusy("refused");
    }
    tasks_.push_back(std::move(task));
    posted_.notify_all();
  }

  void refuse_from_now_on() {
    const std::lock_guard lock(mutex_);
    refuses_ = true;
  }

  /// Waits for a task and runs it.
  void run_one() { take_one()(); }

  void drop_one() { take_one(); }

 private:
  Task take_one() {
    std::unique_lock lock(mutex_);
    posted_.wait(lock, [this] { return !tasks_.empty(); });
    Task task = std::move(tasks_.front());
    tasks_.pop_front();
    return task;
  }

  std::mutex mutex_;
  std::condition_variable posted_;
  std::deque<Task> tasks_;
  bool refuses_ = false;
};

}  // namespace orbbench::widget_bridge
