#include "load/orb_load.hpp"

#include <atomic>
#include <memory>

#include "checks/scenario.hpp"
#include "load/mix.hpp"
#include "orbbench/orb_client/errors.hpp"

namespace orbbench::bench {
namespace {

using orb_client::Deadline;
using orb_client::Octets;

constexpr const char* kWidgetType = "button";
constexpr const char* kWidgetOperation = "simple_operation";
constexpr const char* kChannel = "load";

}  // namespace

OrbLoad::OrbLoad(orb_client::OrbRuntime& runtime, const orb_client::Endpoint& core,
                 const LoadScenario& scenario)
    : pool_(runtime, core, {.lanes = scenario.lanes, .waiters = scenario.lanes}),
      scenario_(scenario),
      widget_id_(fresh_widget_ids()) {
  const Deadline deadline = Deadline::after(scenario_.deadline);
  pool_.lease(deadline)->create_widget(widget_id_, kWidgetType, "measured", {}, deadline);
}

OrbLoad::~OrbLoad() {
  try {
    const Deadline deadline = Deadline::after(scenario_.deadline);
    auto lane = pool_.lease(deadline);
    lane->destroy_widget(widget_id_, deadline);
    lane->forget_arrivals(kChannel, deadline);
  } catch (const orb_client::CallError&) {
    // A core that is gone took the widget with it.
  }
}

TimedCall OrbLoad::call_of(const WeightedOperation& operation) {
  const auto call = [this](auto&& use) -> TimedCall {
    return [this, use] {
      const Deadline deadline = Deadline::after(scenario_.deadline);
      auto lane = pool_.lease(deadline);
      use(*lane, deadline);
    };
  };
  if (operation.operation == "echo_octets") {
    return call([value = Octets(operation.octets, 0x5a)](auto& lane, Deadline deadline) {
      lane.echo_octets(value, deadline);
    });
  }
  if (operation.operation == "echo_string") {
    return call([value = std::string(operation.octets, 'x')](auto& lane, Deadline deadline) {
      lane.echo_string(value, deadline);
    });
  }
  if (operation.operation == "notify") {
    auto number = std::make_shared<std::atomic<std::uint64_t>>(0);
    return call(
        [number](auto& lane, Deadline deadline) { lane.notify(kChannel, ++*number, deadline); });
  }
  if (operation.operation == "invoke") {
    return call([id = widget_id_](auto& lane, Deadline deadline) {
      lane.invoke_widget(id, kWidgetOperation, {}, deadline);
    });
  }
  if (operation.operation == "create_and_destroy") {
    auto next = std::make_shared<std::atomic<std::int64_t>>(widget_id_ + 1);
    return call([next, secret = Octets(operation.octets, 0x5a)](auto& lane, Deadline deadline) {
      const std::int64_t id = ++*next;
      lane.create_widget(id, kWidgetType, "measured", secret, deadline);
      lane.destroy_widget(id, deadline);
    });
  }
  return call([](auto& lane, Deadline deadline) { lane.ping(deadline); });
}

std::vector<TimedCall> OrbLoad::lanes() {
  std::vector<TimedCall> operations;
  for (const WeightedOperation& operation : scenario_.mix) {
    operations.push_back(call_of(operation));
  }
  std::vector<TimedCall> lanes;
  for (std::size_t lane = 0; lane < scenario_.lanes; ++lane) {
    lanes.push_back(mixed_call(scenario_, operations, lane));
  }
  return lanes;
}

void OrbLoad::warm_up(const std::stop_token& stop) {
  {
    std::vector<orb_client::Lease> all;  // so that each lane is connected
    for (std::size_t lane = 0; lane < scenario_.lanes; ++lane) {
      all.push_back(pool_.lease(Deadline::after(scenario_.deadline)));
      all.back()->find_widget(widget_id_, Deadline::after(scenario_.deadline));
    }
  }
  run_closed_loop(scenario_.warm_up, lanes(), stop);
}

}  // namespace orbbench::bench
