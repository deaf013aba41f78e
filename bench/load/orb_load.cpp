#include "load/orb_load.hpp"

#include <utility>

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
      widget_id_(fresh_widget_ids()),
      last_made_id_(widget_id_) {
  for (std::size_t lane = 0; lane < scenario_.lanes; ++lane) {
    kept_.emplace_back(pool_);
  }
  const Deadline deadline = Deadline::after(scenario_.deadline);
  kept_.front().open(deadline).create_widget(widget_id_, kWidgetType, "measured", {}, deadline);
}

OrbLoad::~OrbLoad() {
  try {
    const Deadline deadline = Deadline::after(scenario_.deadline);
    orb_client::CoreLane& lane = kept_.front().open(deadline);
    lane.destroy_widget(widget_id_, deadline);
    lane.forget_arrivals(kChannel, deadline);
  } catch (const orb_client::CallError&) {
    // A core that is gone took the widget with it.
  }
}

orb_client::CoreLane& OrbLoad::KeptLane::open(Deadline deadline) {
  if (lease_ && (*lease_)->spent()) {
    lease_.reset();
  }
  if (!lease_) {
    lease_.emplace(pool_->lease(deadline));
  }
  return **lease_;
}

TimedCall OrbLoad::call_of(const WeightedOperation& operation, KeptLane& lane) {
  const auto call = [this, &lane](auto&& use) -> TimedCall {
    return [this, &lane, use] {
      const Deadline deadline = Deadline::after(scenario_.deadline);
      use(lane.open(deadline), deadline);
    };
  };
  if (operation.operation == "echo_octets") {
    return call([value = Octets(operation.octets, 0x5a)](auto& core, Deadline deadline) {
      core.echo_octets(value, deadline);
    });
  }
  if (operation.operation == "echo_string") {
    return call([value = std::string(operation.octets, 'x')](auto& core, Deadline deadline) {
      core.echo_string(value, deadline);
    });
  }
  if (operation.operation == "notify") {
    return call([&number = last_notified_](auto& core, Deadline deadline) {
      core.notify(kChannel, ++number, deadline);
    });
  }
  if (operation.operation == "invoke") {
    return call([id = widget_id_](auto& core, Deadline deadline) {
      core.invoke_widget(id, kWidgetOperation, {}, deadline);
    });
  }
  if (operation.operation == "create_and_destroy") {
    return call([&last = last_made_id_, secret = Octets(operation.octets, 0x5a)](
                    auto& core, Deadline deadline) {
      const std::int64_t id = ++last;
      core.create_widget(id, kWidgetType, "measured", secret, deadline);
      core.destroy_widget(id, deadline);
    });
  }
  return call([](auto& core, Deadline deadline) { core.ping(deadline); });
}

std::vector<TimedCall> OrbLoad::lanes() {
  std::vector<TimedCall> lanes;
  for (std::size_t lane = 0; lane < scenario_.lanes; ++lane) {
    std::vector<TimedCall> operations;
    for (const WeightedOperation& operation : scenario_.mix) {
      operations.push_back(call_of(operation, kept_[lane]));
    }
    lanes.push_back(mixed_call(scenario_, std::move(operations), lane));
  }
  return lanes;
}

void OrbLoad::warm_up(const std::stop_token& stop) {
  for (KeptLane& lane : kept_) {
    const Deadline deadline = Deadline::after(scenario_.deadline);
    lane.open(deadline).find_widget(widget_id_, deadline);
  }
  run_closed_loop(scenario_.warm_up, lanes(), stop);
}

}  // namespace orbbench::bench
