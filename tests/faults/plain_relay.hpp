#pragma once

#include <cstdint>
#include <string>
#include <thread>

#include "core_process.hpp"

namespace orbbench::tests {

/// Passes the octets of one connection on, and knows nothing of them: what any relay costs at
/// least. Ends when the connection does, or when it is destroyed.
class PlainRelay {
 public:
  explicit PlainRelay(std::uint16_t server_port);
  ~PlainRelay();
  PlainRelay(const PlainRelay&) = delete;
  PlainRelay& operator=(const PlainRelay&) = delete;

  std::string address() const;

 private:
  void serve(std::uint16_t server_port) const;

  Descriptor listener_;
  std::jthread thread_;
};

}  // namespace orbbench::tests
