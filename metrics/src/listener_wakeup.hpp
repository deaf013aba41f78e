#pragma once

#include <cstdint>
#include <string>
#include <thread>

namespace orbbench::metrics {

/// Connects to a listening server again and again, until nobody listens there or it is destroyed:
/// civetweb 1.15 looks whether it is to stop only when a connection comes, or else every 2 s.
class ListenerWakeup {
 public:
  ListenerWakeup(std::string host, std::uint16_t port);

 private:
  std::jthread thread_;
};

}  // namespace orbbench::metrics
