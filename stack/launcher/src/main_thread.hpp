#pragma once

#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <type_traits>
#include <vector>

#include "wake_event.hpp"

namespace orbbench::launcher {

/// Work that start scripts hand to the keeper's main thread. Thread-safe; run and close are for the
/// main thread.
class MainThread {
 public:
  int wake_number() const { return wake_.number(); }

  /// Queues it; dropped once closed.
  void post(std::function<void()> task);

  /// Queues it and waits for its result; none once closed. Rethrows what the task throws.
  template <typename Task>
  auto ask(Task task) -> std::optional<std::invoke_result_t<Task>> {
    using Result = std::invoke_result_t<Task>;
    auto promise = std::make_shared<std::promise<std::optional<Result>>>();
    auto result = promise->get_future();
    // Dropping the task unrun breaks the promise: that is how a closed queue answers.
    post([task = std::move(task), promise = std::move(promise)] {
      try {
        promise->set_value(task());
      } catch (...) {
        promise->set_exception(std::current_exception());
      }
    });
    return take(result);
  }

  void run();
  void close();

 private:
  template <typename Result>
  static std::optional<Result> take(std::future<std::optional<Result>>& result) try {
    return result.get();
  } catch (const std::future_error&) {
    return std::nullopt;
  }

  WakeEvent wake_;
  std::mutex mutex_;
  std::vector<std::function<void()>> tasks_;
  bool closed_ = false;
};

}  // namespace orbbench::launcher
