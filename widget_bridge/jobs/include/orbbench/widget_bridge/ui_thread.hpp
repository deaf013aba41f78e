#pragma once

#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include "orbbench/orb_client/deadline.hpp"

namespace orbbench::widget_bridge {

/// The UI thread did not come to it in time, its queue is full, or it has stopped.
class UiThreadBusy : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The one thread that may touch controls. Tasks run in the order in which they were posted.
/// post() and call() are for any thread.
class UiThread {
 public:
  using Task = std::function<void()>;

  UiThread() = default;
  virtual ~UiThread() = default;
  UiThread(const UiThread&) = delete;
  UiThread& operator=(const UiThread&) = delete;

  /// Runs the task soon. Throws UiThreadBusy when as many tasks wait as may (1024), or after its
  /// end. A task must not throw. One that waits when the thread stops is dropped.
  virtual void post(Task task) = 0;

  /// Runs `work` there, waits for its result and returns it. Throws UiThreadBusy when `work` has
  /// not begun by the deadline (then it never runs), or when the thread stops before; and what
  /// `work` throws. Work that has begun is waited for, so it may use what the caller owns; it must
  /// be short, and must not wait for anything. Not to be called on the UI thread, which would wait
  /// for itself.
  template <class Work>
  auto call(orb_client::Deadline deadline, Work work) -> std::invoke_result_t<Work&>;
};

/// Who was first: the UI thread, or the caller's deadline.
class CallTurn {
 public:
  bool begin() { return claim(State::Begun); }
  bool give_up() { return claim(State::GivenUp); }
  bool begun() const { return state_ == State::Begun; }

 private:
  enum class State { Waiting, Begun, GivenUp };

  bool claim(State next) {
    State expected = State::Waiting;
    return state_.compare_exchange_strong(expected, next);
  }

  std::atomic<State> state_{State::Waiting};
};

template <class Work>
auto UiThread::call(orb_client::Deadline deadline, Work work) -> std::invoke_result_t<Work&> {
  using Result = std::invoke_result_t<Work&>;
  const auto turn = std::make_shared<CallTurn>();
  // The posted task alone holds it, so that the future learns when the task is dropped.
  auto job = std::make_shared<std::packaged_task<Result()>>(std::move(work));
  std::future<Result> result = job->get_future();
  post([turn, deadline, job = std::move(job)] {
    if (!deadline.expired() && turn->begin()) {
      (*job)();
    }
  });
  if (result.wait_until(deadline.instant()) == std::future_status::timeout && turn->give_up()) {
    throw UiThreadBusy("the UI thread did not come to it in time");
  }
  try {
    return result.get();
  } catch (const std::future_error&) {
    if (turn->begun()) {
      throw;
    }
    throw UiThreadBusy("the UI thread has stopped, or came to it too late");
  }
}

}  // namespace orbbench::widget_bridge
