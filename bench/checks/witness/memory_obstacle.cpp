#include "checks/witness/memory_obstacle.hpp"

#include "checks/witness/core_location.hpp"
#include "memory/memory_scan.hpp"
#include "orbbench/orb_client/errors.hpp"

namespace orbbench::bench {
namespace {

constexpr std::chrono::seconds kCallBudget{5};

std::string try_to_look(CheckContext& context) {
  try {
    orb_client::ConnectionPool pool(context.runtime, context.core, {.lanes = 1, .waiters = 0});
    auto lane = pool.lease(orb_client::Deadline::after(kCallBudget));
    memory::require_readable({.pid = locate_core(context, *lane),
                              .most_stopped = context.settings.witness.most_stopped,
                              .stop = context.stop});
  } catch (const memory::WitnessError& error) {
    return error.what();
  } catch (const orb_client::CallError&) {
    // core.reachable says why.
  } catch (const metrics::ScrapeError&) {
    // As above.
  }
  return {};
}

}  // namespace

std::string find_memory_obstacle(CheckContext& context) {
  if (context.settings.witness.is_asked_for()) {
    return {};
  }
  if (!context.memory_obstacle) {
    context.memory_obstacle = try_to_look(context);
  }
  return *context.memory_obstacle;
}

}  // namespace orbbench::bench
