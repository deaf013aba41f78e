#include "listener_wakeup.hpp"

#include <condition_variable>
#include <mutex>
#include <utility>

#include "name_lookup.hpp"
#include "tcp_stream.hpp"

namespace orbbench::metrics {
namespace {

using namespace std::chrono_literals;

void keep_connecting(const std::stop_token& stop, const std::string& host, std::uint16_t port) {
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  try {
    const TransferDeadline deadline(2s);
    const auto addresses = look_up(host, std::to_string(port), deadline);
    while (!stop.stop_requested()) {
      const TcpStream connection(addresses, deadline);
      stopped.wait_for(lock, stop, 1ms, [] { return false; });
    }
  } catch (const TransferError&) {
    // Nobody listens any more, which is what this is for; or the server takes its 2 s.
  }
}

}  // namespace

ListenerWakeup::ListenerWakeup(std::string host, std::uint16_t port)
    : thread_([host = std::move(host), port](const std::stop_token& stop) {
        keep_connecting(stop, host, port);
      }) {}

}  // namespace orbbench::metrics
