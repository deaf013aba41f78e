#include "orbbench/widget_bridge/wx_event_loop.hpp"

#include <wx/app.h>
#include <wx/evtloop.h>

#include <deque>
#include <iostream>
#include <mutex>
#include <utility>

#include "toolkit.hpp"

namespace orbbench::widget_bridge {
namespace {

void write_line(const std::string& line) {
  std::cerr << line << std::endl;
}

}  // namespace

struct WxEventLoop::Implementation {
  Implementation(Observer observe, DisplayLost display_lost)
      : observer(std::move(observe)),
        toolkit(display_lost ? std::move(display_lost) : write_line, kDisplayLost) {}

  // wx has a queue of its own, but one without a bound: there, each task is only announced.
  void announce() {
    wxTheApp->CallAfter([this] { run_next(); });
  }
  void run_next() noexcept;
  Task take_next();
  void end();

  Observer observer;
  Toolkit toolkit;
  wxEventLoop loop;
  std::mutex mutex;
  std::deque<Task> waiting;
  bool stopped = false;
};

UiThread::Task WxEventLoop::Implementation::take_next() {
  const std::lock_guard lock(mutex);
  if (waiting.empty()) {
    return {};
  }
  Task task = std::move(waiting.front());
  waiting.pop_front();
  return task;
}

void WxEventLoop::Implementation::run_next() noexcept {
  const Task task = take_next();
  if (!task) {
    return;
  }
  const auto begin = std::chrono::steady_clock::now();
  task();
  if (observer) {
    observer(std::chrono::steady_clock::now() - begin);
  }
}

void WxEventLoop::Implementation::end() {
  if (loop.IsRunning()) {
    loop.Exit();
  }
}

WxEventLoop::WxEventLoop(Observer observer, DisplayLost display_lost)
    : implementation_(
          std::make_unique<Implementation>(std::move(observer), std::move(display_lost))) {}

WxEventLoop::~WxEventLoop() {
  stop();
}

void WxEventLoop::post(Task task) {
  const std::lock_guard lock(implementation_->mutex);
  if (implementation_->stopped) {
    throw UiThreadBusy("the UI thread has stopped");
  }
  if (implementation_->waiting.size() >= kMaxWaiting) {
    throw UiThreadBusy("1024 tasks wait for the UI thread already");
  }
  implementation_->waiting.push_back(std::move(task));
  implementation_->announce();
}

void WxEventLoop::run() {
  {
    const std::lock_guard lock(implementation_->mutex);
    if (implementation_->stopped) {
      return;
    }
  }
  implementation_->loop.Run();
}

void WxEventLoop::stop() {
  std::deque<Task> dropped;
  {
    const std::lock_guard lock(implementation_->mutex);
    if (std::exchange(implementation_->stopped, true)) {
      return;
    }
    dropped.swap(implementation_->waiting);
    // Not Exit() from here: it is for the loop's own thread, and for a loop that runs already.
    wxTheApp->CallAfter([implementation = implementation_.get()] { implementation->end(); });
  }
}

}  // namespace orbbench::widget_bridge
