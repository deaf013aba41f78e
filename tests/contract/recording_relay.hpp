#pragma once

#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "core_process.hpp"

namespace orbbench::tests {

/// Takes one connection, passes it on to a port of 127.0.0.1, and keeps what the client sent.
class RecordingRelay {
 public:
  explicit RecordingRelay(std::uint16_t upstream);

  std::string address() const;

  /// What the client sent until it closed; waits for that.
  std::vector<std::uint8_t> finish();

 private:
  void serve(std::uint16_t upstream);

  Descriptor listener_;
  std::uint16_t port_ = 0;
  std::vector<std::uint8_t> sent_;
  std::jthread server_;
};

/// A TCP connection to that port of 127.0.0.1. Throws std::system_error.
Descriptor connect_to(std::uint16_t port);

}  // namespace orbbench::tests
