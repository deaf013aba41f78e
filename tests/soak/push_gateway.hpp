#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "orbbench/metrics/exposition.hpp"
#include "orbbench/process/child_process.hpp"

namespace orbbench::tests {

/// Why there is no Pushgateway to test with; empty where there is one.
std::string why_no_push_gateway();

/// A Pushgateway of the test's own, from Debian, on a free port.
class PushGateway {
 public:
  /// Returns when it is ready. Throws std::runtime_error, with what it wrote, when it does not come
  /// up.
  PushGateway();

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  metrics::Exposition page() const;

 private:
  bool is_ready() const;

  std::uint16_t port_ = 0;
  std::unique_ptr<process::ChildProcess> process_;
};

}  // namespace orbbench::tests
