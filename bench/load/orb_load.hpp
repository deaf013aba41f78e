#pragma once

#include <vector>

#include "load/load_scenario.hpp"
#include "load/offered_load.hpp"
#include "orbbench/orb_client/connection_pool.hpp"

namespace orbbench::bench {

/// The calls of a scenario on a core. Owns the widgets that they need, from the constructor on.
class OrbLoad final : public OfferedLoad {
 public:
  /// Throws CallError when the core does not do its part.
  OrbLoad(orb_client::OrbRuntime& runtime, const orb_client::Endpoint& core,
          const LoadScenario& scenario);
  ~OrbLoad() override;

  std::vector<TimedCall> lanes() override;
  void warm_up(const std::stop_token& stop) override;

 private:
  TimedCall call_of(const WeightedOperation& operation);

  orb_client::ConnectionPool pool_;
  LoadScenario scenario_;
  std::int64_t widget_id_;
};

}  // namespace orbbench::bench
