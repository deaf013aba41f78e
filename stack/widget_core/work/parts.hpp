#pragma once

#include <chrono>
#include <string>

#include "core/core_link.hpp"
#include "orbbench/service/database_pool.hpp"
#include "orbbench/service/service_metrics.hpp"
#include "store/widget_cache.hpp"
#include "work/controls.hpp"
#include "work/widget_turns.hpp"

namespace orbbench::widget_core {

/// What the work on widgets is done with; all of it thread-safe, and outliving every request.
struct Parts {
  service::DatabasePool& database;
  WidgetCache& cache;
  CoreLink& core;
  Controls& controls;
  service::ServiceMetrics& metrics;
  WidgetTurns& turns;
  std::string instance;  ///< this process among those that share the database
  std::chrono::milliseconds call_timeout{1500};  ///< of a call to the core, by default
};

/// The deadline of a call to the core that is one step of a request among others.
inline orb_client::Deadline call_deadline(const Parts& parts, orb_client::Deadline request) {
  return request.capped(parts.call_timeout);
}

/// The deadline for putting right what a failed request has begun: its client waits no longer.
inline orb_client::Deadline repair_deadline() {
  return orb_client::Deadline::after(std::chrono::seconds(2));
}

}  // namespace orbbench::widget_core
