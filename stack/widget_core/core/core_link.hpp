#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "orbbench/orb_client/call_counts.hpp"
#include "orbbench/orb_client/core_client.hpp"
#include "orbbench/widget_bridge/core_widgets.hpp"

namespace orbbench::widget_core {

struct CoreLinkOptions {
  std::vector<orb_client::Endpoint> endpoints;
  orb_client::PoolLimits pool{.lanes = 8, .waiters = 16, .idle_limit = std::chrono::minutes(1)};
  orb_client::RetryPolicy retry;
  orb_client::BreakerPolicy breaker;
};

/// The ways to the core, apart from one another so that none can starve another: one for creating
/// and destroying widgets, one for operations that answer at once, one for those that are known to
/// be slow, one for recovery. Thread-safe.
class CoreLink : private orb_client::CallObserver {
 public:
  CoreLink(orb_client::OrbRuntime& runtime, const CoreLinkOptions& options);

  /// For creating, renaming and destroying widgets.
  widget_bridge::CoreWidgets& upkeep() { return upkeep_; }
  /// For what nobody waits for. It tries once: it will come again.
  widget_bridge::CoreWidgets& recovery() { return recovery_; }

  /// As CoreWidgets::invoke. `before_call` is asked when there is a lane for the call, and may
  /// throw: nothing is sent then.
  orb_client::Argument invoke(std::int64_t widget_id, const std::string& operation,
                              const std::vector<orb_client::Argument>& parameters,
                              orb_client::Deadline deadline,
                              const std::function<void()>& before_call);

  /// Whether a call found no endpoint since the last look; forgets it.
  bool take_loss() { return lost_.exchange(false); }
  /// Whether the last call reached a core.
  bool reached() const { return reached_; }

  orb_client::PoolState lanes() const;
  /// Of all ways, in no order.
  std::vector<orb_client::BreakerReport> breakers() const;
  std::vector<orb_client::OperationCounts> counts() const { return counts_.read(); }

 private:
  void on_call(const orb_client::CallRecord& record) override;
  void on_retry(const orb_client::RetryRecord& record) override { counts_.on_retry(record); }
  void on_transition(const orb_client::BreakerRecord& record) override;

  std::vector<const orb_client::CoreClient*> clients() const;

  orb_client::CallCounts counts_;
  std::atomic<bool> lost_ = false;
  std::atomic<bool> reached_ = true;
  orb_client::CoreClient upkeep_client_;
  orb_client::CoreClient quick_client_;
  orb_client::CoreClient slow_client_;
  orb_client::CoreClient recovery_client_;
  widget_bridge::CoreWidgets upkeep_{upkeep_client_};
  widget_bridge::CoreWidgets recovery_{recovery_client_};
};

}  // namespace orbbench::widget_core
