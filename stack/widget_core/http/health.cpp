#include "http/health.hpp"

#include <algorithm>

namespace orbbench::widget_core {
namespace {

using nlohmann::json;
using orb_client::BreakerState;
using orb_client::Deadline;

constexpr std::chrono::milliseconds kPatience{300};

const char* state_name(bool up) {
  return up ? "up" : "down";
}

json database_health(Parts& parts, bool up) {
  const auto pool = parts.database.state();
  return {{"state", state_name(up)},
          {"idle", pool.idle},
          {"leased", pool.leased},
          {"waiting", pool.waiting}};
}

json breaker_health(const CoreLink& core) {
  json list = json::array();
  for (const auto& breaker : core.breakers()) {
    if (breaker.state != BreakerState::Closed) {
      list.push_back({{"operation", breaker.operation},
                      {"endpoint", breaker.endpoint},
                      {"state", to_string(breaker.state)}});
    }
  }
  return list;
}

json orb_health(const CoreLink& core) {
  const auto lanes = core.lanes();
  return {{"state", state_name(core.reached())},
          {"lanes", {{"idle", lanes.idle}, {"leased", lanes.leased}}},
          {"waiters", lanes.waiting},
          {"breakers", breaker_health(core)}};
}

}  // namespace

json read_health(Parts& parts) {
  const bool database = parts.database.answers(Deadline::after(kPatience));
  const bool cache = parts.cache.reachable();
  const bool well = database && cache && parts.core.reached();
  return {{"status", well ? "ok" : "degraded"},
          {"instance", parts.instance},
          {"database", database_health(parts, database)},
          {"cache", {{"state", state_name(cache)}, {"suspended", parts.cache.suspended()}}},
          {"orb", orb_health(parts.core)}};
}

}  // namespace orbbench::widget_core
