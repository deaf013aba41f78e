#include "checks/calls/proxied_core.hpp"

#include <string>

#include "orbbench/orb_client/reroute.hpp"

namespace orbbench::bench {
namespace {

constexpr std::chrono::seconds kResolveBudget{5};

faults::ProxyOptions options_for(CheckContext& context, std::vector<faults::Fault> faults,
                                 std::uint64_t seed) {
  const orb_client::IiopAddress core =
      address_of(context.runtime, context.core, orb_client::Deadline::after(kResolveBudget));
  const bool is_ipv6 = core.host.find(':') != std::string::npos;
  faults::ProxyOptions options;
  options.upstream =
      (is_ipv6 ? "[" + core.host + "]" : core.host) + ":" + std::to_string(core.port);
  options.faults = std::move(faults);
  options.seed = seed;
  return options;
}

}  // namespace

ProxiedCore::ProxiedCore(CheckContext& context, std::vector<faults::Fault> faults,
                         std::uint64_t seed)
    : proxy_(options_for(context, std::move(faults), seed)),
      endpoint_(reroute(context.runtime, context.core, {"127.0.0.1", proxy_.port()},
                        orb_client::Deadline::after(kResolveBudget))) {}

}  // namespace orbbench::bench
