#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "faults/fault_proxy.hpp"

namespace orbbench::tests {

/// A fault proxy on a free port that keeps its log.
class RunningProxy {
 public:
  explicit RunningProxy(const std::string& upstream,
                        faults::Protocol protocol = faults::Protocol::Giop, std::uint64_t seed = 0);

  std::string address() const { return proxy_.address(); }
  std::uint16_t port() const { return proxy_.port(); }
  /// As parse_fault reads it.
  std::uint64_t arm(const std::string& fault);
  std::vector<faults::FaultStatistics> faults() const { return proxy_.statistics().faults; }
  std::string log() const;
  faults::FaultProxy& operator*() { return proxy_; }

 private:
  faults::ProxyOptions options(const std::string& upstream, faults::Protocol protocol,
                               std::uint64_t seed);

  mutable std::mutex mutex_;
  std::string log_;
  faults::FaultProxy proxy_;
};

}  // namespace orbbench::tests
