#pragma once

#include <cstddef>
#include <string>

#include "orbbench/launcher/endpoints.hpp"

namespace orbbench::bench {

/// The list of revoked tokens of a running gateway, through its runtime socket. Each call throws
/// std::runtime_error when the gateway does not do it.
class Revocations {
 public:
  explicit Revocations(const launcher::GatewayEndpoint& gateway)
      : socket_(gateway.admin_socket), list_(gateway.revocations_file) {}

  /// Adds so many ids that no token has.
  void add(std::size_t count) const;
  void clear() const;

 private:
  std::string command(const std::string& text) const;

  std::string socket_;
  std::string list_;
};

}  // namespace orbbench::bench
