#include "latency_load.hpp"

#include <unistd.h>

#include <array>
#include <memory>
#include <string>

#include "load/http_load.hpp"
#include "load/orb_load.hpp"
#include "orbbench/orb_client/connection_pool.hpp"
#include "orbbench/orb_client/endpoint.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "orbbench/orb_client/orb_runtime.hpp"

namespace orbbench::bench {
namespace {

/// A load with the ORB that it calls through.
struct OwnedOrbLoad {
  OwnedOrbLoad(const std::string& core, const LoadScenario& scenario, const Detour& detour)
      : load(runtime, way_to(core, scenario, detour), scenario) {}

  orb_client::Endpoint way_to(const std::string& core, const LoadScenario& scenario,
                              const Detour& detour) {
    orb_client::Endpoint straight = orb_client::Endpoint::parse(core);
    if (!detour) {
      return straight;
    }
    const auto deadline = orb_client::Deadline::after(scenario.deadline);
    return orb_client::reroute(
        runtime, straight, detour(orb_client::address_of(runtime, straight, deadline)), deadline);
  }

  orb_client::OrbRuntime runtime;
  OrbLoad load;
};

std::string this_host() {
  std::array<char, 256> name{};
  gethostname(name.data(), name.size() - 1);
  return name.data();
}

std::optional<pid_t> process_of(orb_client::OrbRuntime& runtime, const Target& target,
                                const LoadScenario& scenario) {
  const auto deadline = orb_client::Deadline::after(scenario.deadline);
  orb_client::ConnectionPool pool(runtime, orb_client::Endpoint::parse(target.core()),
                                  {.lanes = 1, .waiters = 0});
  try {
    const auto core = pool.lease(deadline)->read_process(deadline);
    return core.host == this_host() ? std::optional<pid_t>(core.process_id) : std::nullopt;
  } catch (const orb_client::CallError&) {
    return std::nullopt;  // a core need not say; whether it serves, the load will find out
  }
}

LatencyLoad load_core(const Target& target, const LoadScenario& scenario, const Detour& detour) {
  const auto owned = std::make_shared<OwnedOrbLoad>(target.core(), scenario, detour);
  return {[owned] { return owned->load.lanes(); },
          [owned](const std::stop_token& stop) { owned->load.warm_up(stop); },
          process_of(owned->runtime, target, scenario),
          {owned, &owned->runtime}};
}

LatencyLoad load_widget_api(const Target& target, const LoadScenario& scenario) {
  if (target.gateway().empty()) {
    throw orb_client::ConfigError(
        "the scenario calls the widget API: add --gateway or API_GATEWAY_URL");
  }
  const bool straight = scenario.target == LoadTarget::WidgetCore;
  if (straight && target.widget_core().empty()) {
    throw orb_client::ConfigError(
        "the scenario calls the widget core: add --widget-core or WIDGET_CORE_URL");
  }
  const auto load = std::make_shared<HttpLoad>(
      HttpTarget{target.gateway(), straight ? target.widget_core() : ""}, scenario);
  return {[load] { return load->lanes(); },
          [load](const std::stop_token& stop) { load->warm_up(stop); }, std::nullopt};
}

}  // namespace

LatencyLoad connect_load(const Target& target, const LoadScenario& scenario, const Detour& detour) {
  return scenario.target == LoadTarget::Core ? load_core(target, scenario, detour)
                                             : load_widget_api(target, scenario);
}

}  // namespace orbbench::bench
