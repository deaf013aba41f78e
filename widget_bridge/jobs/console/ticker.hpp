#pragma once

#include <chrono>
#include <functional>
#include <thread>

namespace orbbench::console {

/// A thread that does the same work again and again, with a pause after each time. Its end waits
/// for the work under way.
class Ticker {
 public:
  /// `work` must not throw.
  Ticker(std::chrono::milliseconds pause, std::function<void()> work);

  /// The work under way is the last.
  void request_stop() { thread_.request_stop(); }

 private:
  std::jthread thread_;
};

}  // namespace orbbench::console
