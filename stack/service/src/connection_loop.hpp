#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#include "client_socket.hpp"
#include "orbbench/process/file_descriptor.hpp"

namespace orbbench::service {

/// A client's connection, with or without a request under way.
struct Connection {
  using Clock = std::chrono::steady_clock;
  explicit Connection(process::FileDescriptor descriptor) : socket(std::move(descriptor)) {}

  ClientSocket socket;
  Clock::time_point since = Clock::now();    ///< idle, or lingering, since then
  Clock::time_point arrival = Clock::now();  ///< of the request under way
  bool lingering = false;                    ///< answered for the last time
};

struct ConnectionLimits {
  std::size_t threads = 32;
  std::size_t queued = 256;       ///< requests that wait for a thread
  std::size_t connections = 768;  ///< open at once
  std::chrono::seconds idle{75};
};

/// Accepts connections and gives those that have something to say to a pool of threads, one request
/// at a time; idle ones wait in one epoll set and hold no thread, however many there are. (The loop
/// that cpp-httplib comes with gives each connection a thread until it closes, so that as many idle
/// keep-alive connections as threads would stop the service.)
class ConnectionLoop {
 public:
  enum class Next { Keep, Linger, Close };
  struct Callbacks {
    std::function<Next(Connection&)> serve;   ///< on a thread of the pool
    std::function<void(Connection&)> refuse;  ///< writes the reply to one too many, without waiting
  };

  ConnectionLoop(process::FileDescriptor listener, ConnectionLimits limits, Callbacks callbacks);
  ~ConnectionLoop();
  ConnectionLoop(const ConnectionLoop&) = delete;
  ConnectionLoop& operator=(const ConnectionLoop&) = delete;

  /// Takes no more connections, closes the idle ones, and returns when the requests that have
  /// arrived are answered.
  void stop();
  bool stopping() const;

 private:
  using Owned = std::unique_ptr<Connection>;

  void watch();
  int handle_events(std::chrono::milliseconds patience);
  void tick();
  void accept_all();
  void admit(process::FileDescriptor descriptor);
  void take_up(int descriptor);
  bool enqueue(Owned& connection);
  void turn_away(Owned connection);
  void park(Owned connection);
  Owned unpark(int descriptor);
  void close_listener();

  void work();
  void serve(Owned connection);
  bool has_next_request(Connection& connection);
  Owned next_in_queue();

  const ConnectionLimits limits_;
  const Callbacks callbacks_;
  process::FileDescriptor listener_;  ///< the watching thread's
  bool listening_ = true;             ///< whether it is in the epoll set; the watching thread's
  process::FileDescriptor epoll_;
  process::FileDescriptor wake_;

  mutable std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<Owned> queue_;
  std::unordered_map<int, Owned> parked_;
  std::size_t open_ = 0;
  bool stopping_ = false;
  bool drained_ = false;  ///< the watching thread has ended: the queue grows no more

  std::vector<std::jthread> workers_;
  std::jthread watcher_;
};

}  // namespace orbbench::service
