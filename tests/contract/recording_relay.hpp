#pragma once

#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "core_process.hpp"

namespace orbbench::tests {

/// A GIOP message, with its header.
using Message = std::vector<std::uint8_t>;

/// Takes one connection, passes it on to a port of 127.0.0.1, and keeps what the client sent.
class RecordingRelay {
 public:
  /// Octets of the client's that hold `withheld` are recorded only, and end both connections.
  explicit RecordingRelay(std::uint16_t upstream, std::vector<std::uint8_t> withheld = {});

  std::string address() const;

  /// The messages that the client sent until it closed; waits for that.
  std::vector<Message> finish();

 private:
  void serve(std::uint16_t upstream);
  bool record_from(int client, int server);

  Descriptor listener_;
  std::uint16_t port_ = 0;
  std::vector<std::uint8_t> withheld_;
  std::vector<std::uint8_t> sent_;
  std::jthread server_;
};

/// A TCP connection to that port of 127.0.0.1. Throws std::system_error.
Descriptor connect_to(std::uint16_t port);

}  // namespace orbbench::tests
