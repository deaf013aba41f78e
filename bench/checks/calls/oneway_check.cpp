#include <algorithm>
#include <thread>

#include "checks/calls/proxied_core.hpp"
#include "checks/check.hpp"
#include "checks/scenario.hpp"

namespace orbbench::bench {
namespace {

using orb_client::Deadline;

constexpr std::uint64_t kOneways = 2000;
constexpr std::chrono::seconds kCallBudget{10};
constexpr std::chrono::seconds kArrivalBudget{5};
constexpr std::chrono::milliseconds kPoll{5};

// What a network does to the pace of octets and never to their order.
std::vector<faults::Fault> uneven_pace() {
  faults::Fault slice;
  slice.name = "slice";
  slice.kind = faults::FaultKind::Slice;
  slice.match.operation = "notify";
  slice.match.probability = 0.05;
  slice.piece_octets = 7;
  faults::Fault delay = slice;
  delay.name = "delay";
  delay.kind = faults::FaultKind::Delay;
  delay.match.probability = 0.01;
  delay.jitter = std::chrono::milliseconds(3);
  return {slice, delay};
}

void send_oneways(orb_client::CoreLane& lane, const std::string& channel) {
  for (std::uint64_t number = 1; number <= kOneways; ++number) {
    lane.notify(channel, number, Deadline::after(kCallBudget));
  }
}

orb_client::ArrivalReport await_arrivals(orb_client::CoreLane& core, const std::string& channel) {
  const Deadline deadline = Deadline::after(kArrivalBudget);
  orb_client::ArrivalReport report = core.arrivals(channel, Deadline::after(kCallBudget));
  while (report.arrived < kOneways && !deadline.expired()) {
    std::this_thread::sleep_for(kPoll);
    report = core.arrivals(channel, Deadline::after(kCallBudget));
  }
  core.forget_arrivals(channel, Deadline::after(kCallBudget));
  return report;
}

/// Sends on all lanes at once. Returns what arrived on each.
std::vector<orb_client::ArrivalReport> observe_lanes(CheckContext& context,
                                                     const orb_client::Endpoint& endpoint) {
  const std::string tag = fresh_tag();
  orb_client::ConnectionPool pool(context.runtime, endpoint,
                                  {.lanes = context.settings.lanes, .waiters = 0});
  std::vector<orb_client::Lease> lanes;
  for (std::size_t i = 0; i < context.settings.lanes; ++i) {
    lanes.push_back(pool.lease(Deadline::after(kCallBudget)));
  }
  const auto channel_of = [&tag](std::size_t lane) { return tag + "-" + std::to_string(lane); };
  std::vector<std::exception_ptr> failures(lanes.size());
  {
    std::vector<std::jthread> senders;
    for (std::size_t i = 0; i < lanes.size(); ++i) {
      senders.emplace_back([&, i] {
        try {
          send_oneways(*lanes[i], channel_of(i));
        } catch (const orb_client::CallError&) {
          failures[i] = std::current_exception();
        }
      });
    }
  }
  std::vector<orb_client::ArrivalReport> reports;
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    if (failures[i]) {
      std::rethrow_exception(failures[i]);
    }
    reports.push_back(await_arrivals(*lanes[i], channel_of(i)));
  }
  return reports;
}

void judge_lanes(const std::vector<orb_client::ArrivalReport>& lanes, const std::string& way,
                 CheckResult& result) {
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    const orb_client::ArrivalReport& lane = lanes[i];
    if (lane.arrived != kOneways || lane.out_of_order != 0) {
      result.evidence.push_back("lane " + std::to_string(i) + " " + way + ": " +
                                std::to_string(lane.arrived) + " of " + std::to_string(kOneways) +
                                " oneways arrived, " + std::to_string(lane.out_of_order) +
                                " out of order");
    }
  }
}

}  // namespace

CheckResult check_oneway_order(CheckContext& context) {
  CheckResult result;
  context.report("oneways");
  judge_lanes(observe_lanes(context, context.core), "directly", result);
  throw_if_stopped(context);
  context.report("oneways at an uneven pace");
  ProxiedCore proxied(context, uneven_pace(), 1);
  judge_lanes(observe_lanes(context, proxied.endpoint()), "at an uneven pace", result);
  result.figures = {{"lanes", static_cast<double>(context.settings.lanes)},
                    {"oneways_per_lane", static_cast<double>(kOneways)}};
  result.verdict = result.evidence.empty() ? Verdict::Pass : Verdict::Fail;
  result.summary = result.evidence.empty() ? "all oneways arrived, in the order of their lane"
                                           : "oneways were lost or overtook one another";
  const auto idle_faults = faults::without_effect(proxied.proxy().statistics().faults);
  if (result.verdict == Verdict::Pass && !idle_faults.empty()) {
    result.verdict = Verdict::Invalid;
    result.summary = "the pace was not uneven";
    result.evidence = idle_faults;
  }
  return result;
}

}  // namespace orbbench::bench
