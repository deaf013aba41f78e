#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <vector>

#include "load/load_scenario.hpp"
#include "load/offered_load.hpp"
#include "orbbench/orb_client/connection_pool.hpp"

namespace orbbench::bench {

/// The calls of a scenario on a core, each lane on a connection that it keeps. Owns the widgets
/// that they need, from the constructor on. What lanes() and warm_up() give and do is for one set
/// of threads at a time, and is over before this is.
class OrbLoad final : public OfferedLoad {
 public:
  /// Throws CallError when the core does not do its part.
  OrbLoad(orb_client::OrbRuntime& runtime, const orb_client::Endpoint& core,
          const LoadScenario& scenario);
  ~OrbLoad() override;

  std::vector<TimedCall> lanes() override;
  void warm_up(const std::stop_token& stop) override;

 private:
  /// To lease one for each call would be to ask the system each time whether it is still open:
  /// 4 % of a short call.
  class KeptLane {
   public:
    explicit KeptLane(orb_client::ConnectionPool& pool) : pool_(&pool) {}
    /// Connects it where it is not, or is spent. Throws CallError.
    orb_client::CoreLane& open(orb_client::Deadline deadline);

   private:
    orb_client::ConnectionPool* pool_;
    std::optional<orb_client::Lease> lease_;
  };

  TimedCall call_of(const WeightedOperation& operation, KeptLane& lane);

  orb_client::ConnectionPool pool_;
  LoadScenario scenario_;
  std::int64_t widget_id_;
  std::atomic<std::int64_t> last_made_id_;
  std::atomic<std::uint64_t> last_notified_{0};
  std::vector<KeptLane> kept_;  // they go before the pool
};

}  // namespace orbbench::bench
