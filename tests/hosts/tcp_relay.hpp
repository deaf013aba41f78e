#pragma once

#include <condition_variable>
#include <cstdint>
#include <list>
#include <mutex>
#include <string>
#include <thread>

#include "orbbench/process/file_descriptor.hpp"

namespace orbbench::tests {

/// Lets a server that listens on 127.0.0.1 alone be reached at another address. Passes on what
/// comes, on threads of its own, until it is destroyed.
class TcpRelay {
 public:
  /// Listens on a free port of that address. Throws std::runtime_error.
  TcpRelay(const std::string& address, std::uint16_t server);
  ~TcpRelay();
  TcpRelay(const TcpRelay&) = delete;
  TcpRelay& operator=(const TcpRelay&) = delete;

  std::uint16_t port() const { return port_; }

  /// From now on nothing passes, and nobody is told; until it is joined again.
  void cut_off();
  void join();

 private:
  /// One client, and the server's side of it.
  struct Conversation {
    process::FileDescriptor client;
    process::FileDescriptor server;
    std::jthread there;
    std::jthread back;
  };

  void accept_clients();
  void begin(process::FileDescriptor client);
  void pass_on(int from, int to);
  void wait_for_the_link();

  std::uint16_t server_;
  process::FileDescriptor listener_;
  std::uint16_t port_ = 0;
  std::mutex mutex_;
  std::condition_variable joined_;
  bool is_cut_off_ = false;
  std::list<Conversation> conversations_;  ///< the accepting thread's, while there is one
  std::jthread accepting_;
};

}  // namespace orbbench::tests
