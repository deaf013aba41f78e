#include "overrun_watch.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>

namespace orbbench::store {

OverrunWatch::OverrunWatch(int socket, std::chrono::milliseconds limit)
    : socket_(fcntl(socket, F_DUPFD_CLOEXEC, 0)),
      thread_([socket = socket_, limit](const std::stop_token& stop) {
        std::mutex mutex;
        std::condition_variable_any never;
        std::unique_lock lock(mutex);
        never.wait_for(lock, stop, limit, [] { return false; });
        if (!stop.stop_requested()) {
          shutdown(socket, SHUT_RDWR);
        }
      }) {}

OverrunWatch::~OverrunWatch() {
  thread_.request_stop();
  thread_.join();
  if (socket_ >= 0) {
    close(socket_);
  }
}

}  // namespace orbbench::store
