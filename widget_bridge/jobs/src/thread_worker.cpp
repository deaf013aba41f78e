#include "orbbench/widget_bridge/thread_worker.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

namespace orbbench::widget_bridge {

struct ThreadWorker::Implementation {
  Implementation(UiThread& thread, Trouble report) : ui(thread), trouble(std::move(report)) {
    worker = std::jthread([this](const std::stop_token& stop) { work_until(stop); });
  }

  void work_until(const std::stop_token& stop);
  void do_job(const Work& work);

  UiThread& ui;
  Trouble trouble;
  // Read and written on the UI thread alone; shared, since a posted result may outlive the worker.
  std::shared_ptr<bool> applying = std::make_shared<bool>(true);
  std::mutex mutex;
  std::condition_variable_any submitted;
  std::deque<Work> waiting;
  std::jthread worker;  // last: it ends before what it uses
};

void ThreadWorker::Implementation::work_until(const std::stop_token& stop) {
  while (true) {
    Work work;
    {
      std::unique_lock lock(mutex);
      if (!submitted.wait(lock, stop, [this] { return !waiting.empty(); }) ||
          stop.stop_requested()) {
        return;
      }
      work = std::move(waiting.front());
      waiting.pop_front();
    }
    do_job(work);
  }
}

// The end of a job's line: whatever it throws is told of, and the next job is none the worse.
void ThreadWorker::Implementation::do_job(const Work& work) {
  try {
    Apply apply = work();
    if (apply) {
      ui.post([applying = applying, apply = std::move(apply)] {
        if (*applying) {
          apply();
        }
      });
    }
  } catch (const std::exception& error) {
    trouble(error.what());
  }
}

ThreadWorker::ThreadWorker(UiThread& ui, Trouble trouble)
    : implementation_(std::make_unique<Implementation>(ui, std::move(trouble))) {}

ThreadWorker::~ThreadWorker() {
  *implementation_->applying = false;
}

void ThreadWorker::submit(Work work) {
  const std::lock_guard lock(implementation_->mutex);
  if (implementation_->waiting.size() >= kMaxWaiting) {
    throw WorkerBusy("256 jobs wait for the worker already");
  }
  implementation_->waiting.push_back(std::move(work));
  implementation_->submitted.notify_one();
}

}  // namespace orbbench::widget_bridge
