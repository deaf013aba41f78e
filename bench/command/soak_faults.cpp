#include "soak_faults.hpp"

#include <algorithm>
#include <string>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::bench {
namespace {

using orb_client::ConfigError;
using orb_client::Deadline;

constexpr std::chrono::seconds kCallTime{5};

bool is_made_by_core(const PlannedFault& fault) {
  return !fault.kills_core() && !fault.is_of_proxy();
}

bool keeps_something_in_core(const LoadScenario& scenario) {
  return std::ranges::any_of(scenario.mix, [](const WeightedOperation& operation) {
    return operation.operation == "invoke";
  });
}

/// "127.0.0.1:4711" of a proxy that listens at an IPv4 address.
orb_client::IiopAddress address_of_proxy(const faults::FaultProxy& proxy) {
  const std::string text = proxy.address();
  return {text.substr(0, text.rfind(':')), proxy.port()};
}

}  // namespace

SoakCore::Faults core_faults_of(const FaultTimetable& timetable) {
  return std::ranges::any_of(timetable, is_made_by_core) ? SoakCore::Faults::Wanted
                                                         : SoakCore::Faults::None;
}

SoakFaults::SoakFaults(const SoakPlan& plan, SoakCore& core) : plan_(plan), core_(core) {
  if (!plan.faults.empty() && plan.scenario.target != LoadTarget::Core) {
    throw ConfigError("a timetable of faults needs a scenario that calls the core itself");
  }
  if (!std::ranges::any_of(plan.faults, &PlannedFault::kills_core)) {
    return;
  }
  if (!core.is_own()) {
    throw ConfigError("kill_core is for a private core: leave --core and ORB_CORE_URL away");
  }
  if (keeps_something_in_core(plan.scenario)) {
    throw ConfigError("kill_core takes away the widget that the scenario's invoke calls");
  }
}

Detour SoakFaults::detour() {
  if (!std::ranges::any_of(plan_.faults, &PlannedFault::is_of_proxy)) {
    return {};
  }
  return [this](const orb_client::IiopAddress& core) {
    const bool is_ipv6 = core.host.find(':') != std::string::npos;
    proxy_.emplace(faults::ProxyOptions{
        .upstream = (is_ipv6 ? "[" + core.host + "]" : core.host) + ":" + std::to_string(core.port),
        .seed = plan_.scenario.seed});
    return address_of_proxy(*proxy_);
  };
}

FaultHands SoakFaults::hands(const LatencyLoad& load) {
  if (core_faults_of(plan_.faults) == SoakCore::Faults::Wanted) {
    runtime_ = load.runtime;
    pool_.emplace(*runtime_, orb_client::Endpoint::parse(core_.target().core()),
                  orb_client::PoolLimits{.lanes = 1});
  }
  return {[this](const PlannedFault& fault) { make(fault); },
          [this](const PlannedFault& fault) { undo(fault); },
          [this](const PlannedFault& fault) { return proxy_effects(fault); }};
}

orb_client::Lease SoakFaults::core_lane(Deadline deadline) {
  return pool_->lease(deadline);
}

void SoakFaults::make(const PlannedFault& fault) {
  const Deadline deadline = Deadline::after(kCallTime);
  if (const auto* delayed = std::get_if<DelayedReplies>(&fault.what)) {
    core_lane(deadline)->delay_replies(delayed->delay, 0,
                                       Deadline::after(kCallTime + delayed->delay));
  } else if (const auto* dropped = std::get_if<DroppedReplies>(&fault.what)) {
    core_lane(deadline)->drop_replies(dropped->count, deadline);
  } else if (const auto* struck = std::get_if<faults::Fault>(&fault.what)) {
    armed_[&fault] = proxy_->arm(*struck);
  } else {
    core_.kill();
  }
}

void SoakFaults::undo(const PlannedFault& fault) {
  if (is_made_by_core(fault)) {
    const auto* delayed = std::get_if<DelayedReplies>(&fault.what);
    const Deadline deadline = Deadline::after(
        kCallTime + (delayed == nullptr ? std::chrono::milliseconds(0) : delayed->delay));
    core_lane(deadline)->clear_faults(deadline);
  } else if (fault.is_of_proxy()) {
    proxy_->disarm(armed_.at(&fault));
  } else {
    core_.start_again();
  }
}

std::uint64_t SoakFaults::proxy_effects(const PlannedFault& fault) const {
  const auto statistics = proxy_->statistics().faults;
  const auto found = std::ranges::find(statistics, armed_.at(&fault), &faults::FaultStatistics::id);
  return found == statistics.end() ? 0 : found->effects;
}

}  // namespace orbbench::bench
