#include <algorithm>
#include <chrono>
#include <memory>

#include "checks/check.hpp"
#include "checks/scenario.hpp"
#include "orbbench/orb_client/core_client.hpp"

namespace orbbench::bench {
namespace {

using orb_client::Deadline;

constexpr int kRounds = 3;
constexpr std::size_t kLanes = 4;
constexpr std::chrono::seconds kCallBudget{2};

std::uint32_t execute(orb_client::CoreClient& client, const std::string& token) {
  static const orb_client::OperationPolicy kExecute{.name = "execute"};
  return client.call(
      kExecute, Deadline::after(kCallBudget),
      [&token](orb_client::CoreLane& lane, Deadline limit) { return lane.execute(token, limit); });
}

/// One after the other, so that each meets what the restart left of its lane.
void call_after_restart(orb_client::CoreClient& client, int round, CheckResult& result) {
  const std::string tag = fresh_tag();
  for (std::size_t call = 0; call < kLanes; ++call) {
    const auto start = std::chrono::steady_clock::now();
    const std::string which =
        "restart " + std::to_string(round + 1) + ", call " + std::to_string(call + 1) + " after it";
    try {
      const std::uint32_t executions = execute(client, tag + std::to_string(call));
      if (executions != 1) {
        result.evidence.push_back(which + " was executed " + std::to_string(executions) + " times");
      }
    } catch (const orb_client::CallError& error) {
      result.evidence.push_back(which + ": " + error.what());
    }
    const std::chrono::duration<double, std::milli> taken =
        std::chrono::steady_clock::now() - start;
    result.figures[1].value = std::max(result.figures[1].value, taken.count());
  }
}

}  // namespace

CheckResult check_restart(CheckContext& context) {
  CheckResult result;
  if (!context.start_core) {
    result.verdict = Verdict::Inconclusive;
    result.summary = kNoDisposableCore;
    return result;
  }
  result.figures = {{"restarts", kRounds}, {"slowest_call_ms", 0}};
  context.report("a core to be ended");
  const std::unique_ptr<DisposableCore> core = context.start_core();
  orb_client::CoreClientOptions options;
  options.endpoints = {core->endpoint()};
  options.pool = {.lanes = kLanes, .waiters = 0};
  orb_client::CoreClient client(context.runtime, options);
  for (int round = 0; round < kRounds; ++round) {
    throw_if_stopped(context);
    client.warm_up(Deadline::after(kCallBudget));
    context.report("restart " + std::to_string(round + 1) + " of " + std::to_string(kRounds));
    core->restart();
    call_after_restart(client, round, result);
  }
  result.verdict = result.evidence.empty() ? Verdict::Pass : Verdict::Fail;
  result.summary = result.evidence.empty() ? "the first calls after each crash of the core returned"
                                           : "calls after a restart of the core failed";
  return result;
}

}  // namespace orbbench::bench
