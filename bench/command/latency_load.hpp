#pragma once

#include <sys/types.h>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "load/load_scenario.hpp"
#include "load/open_loop.hpp"
#include "orbbench/orb_client/orb_runtime.hpp"
#include "orbbench/orb_client/reroute.hpp"
#include "target.hpp"

namespace orbbench::bench {

/// Where the calls of a scenario go. Keeps alive what they need.
struct LatencyLoad {
  std::function<std::vector<TimedCall>()> lanes;
  std::function<void(const std::stop_token&)> warm_up;
  std::optional<pid_t> core;  ///< its process, where it is one of this machine and says so
  /// The ORB that it calls a core through; none where it calls the widget API.
  std::shared_ptr<orb_client::OrbRuntime> runtime = {};
};

/// Given where the core listens, where its clients are to go instead: to a proxy.
using Detour = std::function<orb_client::IiopAddress(const orb_client::IiopAddress&)>;

/// Connects to what the scenario is about. Throws ConfigError, CallError, and of the widget API
/// WrongAnswer.
LatencyLoad connect_load(const Target& target, const LoadScenario& scenario,
                         const Detour& detour = {});

}  // namespace orbbench::bench
