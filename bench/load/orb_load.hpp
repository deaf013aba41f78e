#pragma once

#include <memory>
#include <vector>

#include "load/load_scenario.hpp"
#include "load/open_loop.hpp"
#include "orbbench/orb_client/connection_pool.hpp"

namespace orbbench::bench {

/// The calls of a scenario on a core. Owns the widgets that they need, from the constructor on.
class OrbLoad {
 public:
  /// Throws CallError when the core does not do its part.
  OrbLoad(orb_client::OrbRuntime& runtime, const orb_client::Endpoint& core,
          const LoadScenario& scenario);
  ~OrbLoad();
  OrbLoad(const OrbLoad&) = delete;
  OrbLoad& operator=(const OrbLoad&) = delete;

  /// One for each lane, with choices from the mix of its own, by the scenario's seed.
  std::vector<TimedCall> lanes();

  /// Connects every lane and calls for as long as the scenario declares.
  void warm_up(const std::stop_token& stop);

 private:
  TimedCall call_of(const WeightedOperation& operation);

  orb_client::ConnectionPool pool_;
  LoadScenario scenario_;
  std::int64_t widget_id_;
};

}  // namespace orbbench::bench
