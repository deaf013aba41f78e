#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>

#include "faults/fault_proxy.hpp"
#include "latency_load.hpp"
#include "orbbench/orb_client/connection_pool.hpp"
#include "soak/fault_driver.hpp"
#include "soak/soak_plan.hpp"
#include "soak_core.hpp"

namespace orbbench::bench {

/// Makes the faults of a soak's timetable on its core. Its hands are used by one thread.
class SoakFaults {
 public:
  /// Throws ConfigError for faults that cannot be made there. Both must outlive it.
  SoakFaults(const SoakPlan& plan, SoakCore& core);

  /// Through the proxy, where the timetable has faults of one.
  Detour detour();

  /// Keeps the load alive.
  FaultHands hands(const LatencyLoad& load);

 private:
  void make(const PlannedFault& fault);
  void undo(const PlannedFault& fault);
  std::uint64_t proxy_effects(const PlannedFault& fault) const;
  /// A connection of its own, past the proxy.
  orb_client::Lease core_lane(orb_client::Deadline deadline);

  const SoakPlan& plan_;
  SoakCore& core_;
  std::optional<faults::FaultProxy> proxy_;
  std::map<const PlannedFault*, std::uint64_t> armed_;
  std::shared_ptr<orb_client::OrbRuntime> runtime_;  ///< the load's, and with it the load
  std::optional<orb_client::ConnectionPool> pool_;
};

/// Whether the timetable has faults that a core makes itself, where it was started so.
SoakCore::Faults core_faults_of(const FaultTimetable& timetable);

}  // namespace orbbench::bench
