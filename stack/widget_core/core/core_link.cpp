#include "core/core_link.hpp"

#include <algorithm>

#include "core/operations.hpp"

namespace orbbench::widget_core {
namespace {

using orb_client::CoreClientOptions;
using orb_client::Outcome;

// Looks for the core again soon, whatever it has been told to do with its clients' calls.
CoreClientOptions recovery_options(const CoreLinkOptions& options) {
  orb_client::BreakerPolicy breaker = options.breaker;
  breaker.cool_down = std::min(breaker.cool_down, std::chrono::milliseconds(1000));
  return {.endpoints = options.endpoints,
          .pool = {.lanes = 1, .waiters = 1, .idle_limit = options.pool.idle_limit},
          .retry = {.attempts = 1},
          .breaker = breaker};
}

// Metrics and breakers go by a small fixed set of names.
orb_client::OperationPolicy policy_of(const OperationFacts* known) {
  return {.name = "invoke:" + std::string(known != nullptr ? known->name : "other"),
          .repeatability = orb_client::Repeatability::Repeatable};
}

CoreClientOptions client_options(const CoreLinkOptions& options) {
  return {.endpoints = options.endpoints,
          .pool = options.pool,
          .retry = options.retry,
          .breaker = options.breaker};
}

}  // namespace

CoreLink::CoreLink(orb_client::OrbRuntime& runtime, const CoreLinkOptions& options)
    : upkeep_client_(runtime, client_options(options), this),
      quick_client_(runtime, client_options(options), this),
      slow_client_(runtime, client_options(options), this),
      recovery_client_(runtime, recovery_options(options), this) {}

orb_client::Argument CoreLink::invoke(std::int64_t widget_id, const std::string& operation,
                                      const std::vector<orb_client::Argument>& parameters,
                                      orb_client::Deadline deadline,
                                      const std::function<void()>& before_call) {
  const OperationFacts* known = find_operation(operation);
  const bool slow = known != nullptr && known->pace == Pace::Slow;
  return (slow ? slow_client_ : quick_client_)
      .call(policy_of(known), deadline, [&](orb_client::CoreLane& lane, orb_client::Deadline by) {
        before_call();
        return lane.invoke_widget(widget_id, operation, parameters, by);
      });
}

orb_client::PoolState CoreLink::lanes() const {
  orb_client::PoolState sum;
  for (const orb_client::CoreClient* client : clients()) {
    for (const auto& endpoint : client->pools()) {
      sum.idle += endpoint.pool.idle;
      sum.leased += endpoint.pool.leased;
      sum.waiting += endpoint.pool.waiting;
    }
  }
  return sum;
}

std::vector<orb_client::BreakerReport> CoreLink::breakers() const {
  std::vector<orb_client::BreakerReport> all;
  for (const orb_client::CoreClient* client : clients()) {
    const auto reports = client->breakers();
    all.insert(all.end(), reports.begin(), reports.end());
  }
  return all;
}

std::vector<const orb_client::CoreClient*> CoreLink::clients() const {
  return {&upkeep_client_, &quick_client_, &slow_client_, &recovery_client_};
}

void CoreLink::on_call(const orb_client::CallRecord& record) {
  counts_.on_call(record);
  if (record.outcome == Outcome::Unreachable) {
    lost_ = true;
    reached_ = false;
  } else if (record.outcome == Outcome::Success || record.outcome == Outcome::RemoteError) {
    reached_ = true;
  }
}

void CoreLink::on_transition(const orb_client::BreakerRecord& record) {
  counts_.on_transition(record);
}

}  // namespace orbbench::widget_core
