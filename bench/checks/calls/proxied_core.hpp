#pragma once

#include <cstdint>
#include <vector>

#include "checks/check.hpp"
#include "faults/fault_proxy.hpp"
#include "orbbench/orb_client/endpoint.hpp"

namespace orbbench::bench {

/// The core of a run behind a fault proxy of this process, for as long as this lives.
class ProxiedCore {
 public:
  /// Throws a CallError when the core's address cannot be had.
  ProxiedCore(CheckContext& context, std::vector<faults::Fault> faults, std::uint64_t seed);

  /// The core by way of the proxy.
  const orb_client::Endpoint& endpoint() const { return endpoint_; }
  faults::FaultProxy& proxy() { return proxy_; }

 private:
  faults::FaultProxy proxy_;
  orb_client::Endpoint endpoint_;
};

}  // namespace orbbench::bench
