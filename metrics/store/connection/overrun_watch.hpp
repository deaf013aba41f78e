#pragma once

#include <chrono>
#include <thread>

namespace orbbench::store {

/// Cuts a connection off that has not come back in time: libpq itself waits for as long as the
/// server keeps the socket open. Made before the wait, gone after it.
class OverrunWatch {
 public:
  OverrunWatch(int socket, std::chrono::milliseconds limit);
  ~OverrunWatch();
  OverrunWatch(const OverrunWatch&) = delete;
  OverrunWatch& operator=(const OverrunWatch&) = delete;

 private:
  int socket_;  ///< a second descriptor, good after libpq has closed its own
  std::jthread thread_;
};

}  // namespace orbbench::store
