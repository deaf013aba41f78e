#pragma once

#include <sys/types.h>

#include <functional>
#include <optional>
#include <stop_token>
#include <vector>

#include "load/load_scenario.hpp"
#include "load/open_loop.hpp"
#include "target.hpp"

namespace orbbench::bench {

/// Where the calls of a scenario go. Keeps alive what they need.
struct LatencyLoad {
  std::function<std::vector<TimedCall>()> lanes;
  std::function<void(const std::stop_token&)> warm_up;
  std::optional<pid_t> core;  ///< its process, where it is one of this machine and says so
};

/// Connects to what the scenario is about. Throws ConfigError, CallError, and of the widget API
/// WrongAnswer.
LatencyLoad connect_load(const Target& target, const LoadScenario& scenario);

}  // namespace orbbench::bench
