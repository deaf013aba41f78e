#include "http/widget_metrics.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <string>
#include <utility>

namespace orbbench::widget_core {
namespace {

using metrics::FamilyType;
using metrics::ServedFamily;
using orb_client::BreakerState;
using orb_client::Deadline;
using orb_client::OperationCounts;
using orb_client::Outcome;

using Gauge = std::vector<std::pair<service::ServiceMetrics::Labels, double>>;

constexpr std::chrono::milliseconds kPatience{300};

double number(std::uint64_t value) {
  return static_cast<double>(value);
}

class FamilyMaker {
 public:
  FamilyMaker(std::string name, FamilyType type, std::string help, std::string service)
      : family_{{std::move(name), type, std::move(help)}, {}}, service_(std::move(service)) {}

  void add(metrics::Labels labels, double value) {
    labels["service"] = service_;
    family_.samples.push_back({family_.family.name, std::move(labels), value, std::nullopt});
  }

  ServedFamily take() { return std::move(family_); }

 private:
  ServedFamily family_;
  std::string service_;
};

ServedFamily calls_family(const std::vector<OperationCounts>& counts, const std::string& service) {
  FamilyMaker family("orb_client_calls_total", FamilyType::Counter, "Calls of the core, by outcome",
                     service);
  for (const OperationCounts& operation : counts) {
    for (std::size_t i = 0; i < orb_client::kOutcomeCount; ++i) {
      const auto outcome = static_cast<Outcome>(i);
      family.add({{"operation", operation.operation}, {"outcome", to_string(outcome)}},
                 number(operation.calls_with(outcome)));
    }
  }
  return family.take();
}

ServedFamily retries_family(const std::vector<OperationCounts>& counts,
                            const std::string& service) {
  FamilyMaker family("orb_client_retries_total", FamilyType::Counter,
                     "Tries that were followed by another one", service);
  for (const OperationCounts& operation : counts) {
    family.add({{"operation", operation.operation}}, number(operation.retries));
  }
  return family.take();
}

ServedFamily transitions_family(const std::vector<OperationCounts>& counts,
                                const std::string& service) {
  FamilyMaker family("circuit_breaker_transitions_total", FamilyType::Counter,
                     "Breakers that went into a state", service);
  for (const OperationCounts& operation : counts) {
    for (const auto state : {BreakerState::Closed, BreakerState::HalfOpen, BreakerState::Open}) {
      family.add({{"operation", operation.operation}, {"to", to_string(state)}},
                 number(operation.transitions_to(state)));
    }
  }
  return family.take();
}

ServedFamily breakers_family(const CoreLink& core, const std::string& service) {
  FamilyMaker family("circuit_breaker_state", FamilyType::Gauge, "0 closed, 1 half-open, 2 open",
                     service);
  std::map<metrics::Labels, double> worst;
  for (const auto& breaker : core.breakers()) {
    double& state = worst[{{"operation", breaker.operation}, {"endpoint", breaker.endpoint}}];
    state = std::max(state, static_cast<double>(breaker.state));
  }
  for (const auto& [labels, state] : worst) {
    family.add(labels, state);
  }
  return family.take();
}

ServedFamily lanes_family(const CoreLink& core, const std::string& service) {
  FamilyMaker family("orb_client_pool_lanes", FamilyType::Gauge, "Connections to the core",
                     service);
  const auto lanes = core.lanes();
  family.add({{"state", "idle"}}, number(lanes.idle));
  family.add({{"state", "leased"}}, number(lanes.leased));
  return family.take();
}

ServedFamily waiters_family(const CoreLink& core, const std::string& service) {
  FamilyMaker family("orb_client_pool_waiters", FamilyType::Gauge, "Calls that wait for a lane",
                     service);
  family.add({}, number(core.lanes().waiting));
  return family.take();
}

Gauge database_gauge(const service::DatabasePool& database) {
  const auto state = database.state();
  return {{{{"state", "idle"}}, number(state.idle)},
          {{{"state", "leased"}}, number(state.leased)},
          {{{"state", "waiting"}}, number(state.waiting)}};
}

// Asked anew at each scrape, but for the core: that one is not called for it.
Gauge dependencies_gauge(Parts& parts) {
  const bool database = parts.database.answers(Deadline::after(kPatience));
  return {{{{"dependency", "database"}}, database ? 1.0 : 0.0},
          {{{"dependency", "cache"}}, parts.cache.reachable() ? 1.0 : 0.0},
          {{{"dependency", "core"}}, parts.core.reached() ? 1.0 : 0.0}};
}

Gauge controls_gauge(Controls& controls) {
  Gauge gauge;
  for (const auto& [type, count] : controls.count()) {
    gauge.push_back({{{"type", std::string(name_of(type))}}, number(count)});
  }
  return gauge;
}

}  // namespace

void declare_gauges(Parts& parts) {
  parts.metrics.declare_gauge("database_pool_connections", "Connections to the database",
                              [&parts] { return database_gauge(parts.database); });
  parts.metrics.declare_gauge("dependency_up", "1 where what the service needs answers it",
                              [&parts] { return dependencies_gauge(parts); });
  parts.metrics.declare_gauge("wxwidgets_active_widgets", "Live controls",
                              [&parts] { return controls_gauge(parts.controls); });
}

std::vector<ServedFamily> collect_metrics(const Parts& parts) {
  std::vector<ServedFamily> families = parts.metrics.collect();
  const std::string& service = parts.metrics.service();
  const auto counts = parts.core.counts();
  families.push_back(calls_family(counts, service));
  families.push_back(retries_family(counts, service));
  families.push_back(transitions_family(counts, service));
  families.push_back(breakers_family(parts.core, service));
  families.push_back(lanes_family(parts.core, service));
  families.push_back(waiters_family(parts.core, service));
  FamilyMaker cache("widget_cache_reads_total", FamilyType::Counter, "Reads of cached widgets",
                    service);
  cache.add({{"result", "hit"}}, number(parts.cache.hits()));
  cache.add({{"result", "miss"}}, number(parts.cache.misses()));
  families.push_back(cache.take());
  return families;
}

}  // namespace orbbench::widget_core
