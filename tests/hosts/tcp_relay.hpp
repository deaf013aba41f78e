#pragma once

#include <cstdint>
#include <list>
#include <string>
#include <thread>

#include "orbbench/process/file_descriptor.hpp"

namespace orbbench::tests {

/// Lets a server that listens on 127.0.0.1 alone be reached from other hosts. Passes on what comes,
/// on threads of its own, until it is destroyed.
class TcpRelay {
 public:
  /// Listens on a free port of that address. Throws std::runtime_error.
  TcpRelay(const std::string& address, std::uint16_t server);
  ~TcpRelay();
  TcpRelay(const TcpRelay&) = delete;
  TcpRelay& operator=(const TcpRelay&) = delete;

  std::uint16_t port() const { return port_; }

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

  std::uint16_t server_;
  process::FileDescriptor listener_;
  std::uint16_t port_ = 0;
  std::list<Conversation> conversations_;  ///< the accepting thread's, while there is one
  std::jthread accepting_;
};

}  // namespace orbbench::tests
