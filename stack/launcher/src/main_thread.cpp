#include "main_thread.hpp"

#include <utility>

namespace orbbench::launcher {

void MainThread::post(std::function<void()> task) {
  {
    const std::lock_guard lock(mutex_);
    if (closed_) {
      return;
    }
    tasks_.push_back(std::move(task));
  }
  wake_.notify();
}

void MainThread::run() {
  wake_.clear();
  std::vector<std::function<void()>> tasks;
  {
    const std::lock_guard lock(mutex_);
    tasks.swap(tasks_);
  }
  for (const auto& task : tasks) {
    task();
  }
}

void MainThread::close() {
  std::vector<std::function<void()>> dropped;
  const std::lock_guard lock(mutex_);
  closed_ = true;
  dropped.swap(tasks_);
}

}  // namespace orbbench::launcher
