#include "console/ticker.hpp"

#include <condition_variable>
#include <mutex>
#include <utility>

namespace orbbench::console {

Ticker::Ticker(std::chrono::milliseconds pause, std::function<void()> work)
    : thread_([pause, work = std::move(work)](const std::stop_token& stop) {
        std::mutex mutex;
        std::condition_variable_any stopped;
        std::unique_lock lock(mutex);
        while (!stop.stop_requested()) {
          work();
          stopped.wait_for(lock, stop, pause, [] { return false; });
        }
      }) {}

}  // namespace orbbench::console
