#include "running_proxy.hpp"

namespace orbbench::tests {

RunningProxy::RunningProxy(const std::string& upstream, faults::Protocol protocol,
                           std::uint64_t seed)
    : proxy_(options(upstream, protocol, seed)) {}

std::uint64_t RunningProxy::arm(const std::string& fault) {
  return proxy_.arm(faults::parse_fault(fault, proxy_.protocol()));
}

std::string RunningProxy::log() const {
  const std::lock_guard lock(mutex_);
  return log_;
}

faults::ProxyOptions RunningProxy::options(const std::string& upstream, faults::Protocol protocol,
                                           std::uint64_t seed) {
  faults::ProxyOptions options;
  options.upstream = upstream;
  options.protocol = protocol;
  options.seed = seed;
  options.log = [this](const std::string& line) {
    const std::lock_guard lock(mutex_);
    log_ += line + '\n';
  };
  return options;
}

}  // namespace orbbench::tests
