#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "load/arrivals.hpp"

namespace orbbench::bench {

/// One kind of call in a mix.
struct WeightedOperation {
  std::string operation;
  double weight = 1;       ///< its share is its weight over the sum of all
  std::size_t octets = 0;  ///< of payload, where it carries one
};

/// What a scenario's calls go to: the core; or the widget API, through the gateway or straight at
/// the widget core.
enum class LoadTarget { Core, Http, WidgetCore };

/// What is offered to a target, and how.
struct LoadScenario {
  std::string name;
  LoadTarget target = LoadTarget::Core;
  std::vector<WeightedOperation> mix;
  std::size_t lanes = 4;
  bool closed_loop = false;
  Arrivals arrivals;  ///< its duration is that of a closed loop too
  std::chrono::milliseconds warm_up{1000};
  std::chrono::milliseconds deadline{5000};
  std::uint64_t seed = 1;
};

/// Names of the operations that a mix on this target may have.
const std::vector<std::string>& load_operations(LoadTarget target);

/// A JSON document, as docs/latency.md describes it. What is unknown or out of range throws
/// ConfigError: one line with the place, "scenario: mix[1].weight must be above 0".
LoadScenario parse_scenario(const std::string& json);

/// ping, 500 calls a second on 4 lanes for 10 s.
LoadScenario default_scenario();

}  // namespace orbbench::bench
