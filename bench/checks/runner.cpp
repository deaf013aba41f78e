#include "checks/runner.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

#include "checks/witness/memory_obstacle.hpp"
#include "orbbench/metrics/ledger.hpp"
#include "orbbench/orb_client/errors.hpp"

namespace orbbench::bench {
namespace {

constexpr std::string_view kReachable = "core.reachable";

CheckResult invalid(const Check& check, const std::string& reason) {
  return {std::string(check.name), Verdict::Invalid, reason, {}, {}};
}

std::optional<double> start_time(const CheckContext& context) {
  try {
    return metrics::read_ledger(context.metrics.scrape()).process_start_time;
  } catch (const std::runtime_error&) {
    return std::nullopt;  // core.reachable says why
  }
}

CheckResult run_check(const Check& check, CheckContext& context) {
  const auto started = start_time(context);
  CheckResult result;
  try {
    throw_if_stopped(context);
    result = check.run(context);
    result.name = check.name;
  } catch (const std::exception& error) {
    return invalid(check, error.what());
  }
  if (started && start_time(context) != started) {
    return invalid(check, "the core restarted during the check");
  }
  return result;
}

// "calls" asks for all checks of that group.
bool is_meant(const Check& check, const std::string& name) {
  return check.name == name || check.name.starts_with(name + ".");
}

std::string known_names() {
  std::string names;
  for (const Check& check : all_checks()) {
    names += (names.empty() ? "" : ", ") + std::string(check.name);
  }
  return names;
}

/// Why the check cannot be made here; empty when it can.
std::string what_is_lacking(const Check& check, CheckContext& context) {
  if (check.needs == CheckNeeds::DisposableCore && !context.start_core) {
    return kNoDisposableCore;
  }
  if (needs_gateway(check) && context.gateway.empty()) {
    return kNoGateway;
  }
  if (check.needs == CheckNeeds::Baseline && !context.duet.valid()) {
    return kNoBaseline;
  }
  if (check.needs == CheckNeeds::ReadableCore) {
    return find_memory_obstacle(context);
  }
  return check.needs == CheckNeeds::GatewayAndCache && !context.cache ? kNoCache : "";
}

}  // namespace

const std::vector<Check>& all_checks() {
  static const std::vector<Check> checks{
      {kReachable, "the core answers a call and serves its metrics", check_core_reachable},
      // First of those that call: nothing was released before its first release.
      {"witness.object", "no copy of a released secret is left in the core's heap blocks",
       check_witness_object, CheckNeeds::ReadableCore},
      {"witness.transport", "copies in the core's ORB buffers, on its stacks and elsewhere",
       check_witness_transport, CheckNeeds::ReadableCore},
      {"witness.exposure", "how long copies outlive the release: octets times seconds",
       check_witness_exposure, CheckNeeds::ReadableCore},
      {"ledger.bookkeeping", "the ledger's identities hold at every scrape under traffic",
       check_ledger_bookkeeping},
      {"ledger.coverage", "a scripted scenario moves every site by exactly the expected amount",
       check_ledger_coverage},
      {"zeroization.count", "every deallocation at a critical or high site was wiped",
       check_zeroization_count},
      {"latency.slo", "p99 under the limit at a constant rate of calls", check_latency_slo},
      {"scaling.clients", "no call fails with 1, 5, 10 and 20 clients; their rates and times",
       check_scaling},
      {"pool.laws", "lanes and waiters bounded, exhaustion refused at once, full recovery",
       check_pool_laws},
      {"calls.completion", "the core executed what each caller was told, under every fault",
       check_call_completion},
      {"calls.oneways", "oneways arrive, in the order of their lane", check_oneway_order},
      {"calls.idle", "a call that lasts longer than idle lanes live returns", check_long_call},
      {"calls.restart", "the first calls after a crash of the core return within one deadline",
       check_restart, CheckNeeds::DisposableCore},
      {"workflow.life", "a widget's life through the gateway, each answer and the core looked at",
       check_workflow_life, CheckNeeds::Gateway},
      {"workflow.refusals", "no token, another's widget and wrong bodies are refused, by name",
       check_workflow_refusals, CheckNeeds::Gateway},
      {"workflow.cache", "a read that misses is right, and under 0.5 s", check_workflow_cache,
       CheckNeeds::GatewayAndCache},
      {"workflow.latency", "create < 1 s, update, delete and invoke p99 < 0.5 s, 100 in < 10 s",
       check_workflow_latency, CheckNeeds::Gateway},
      {"duet.latency", "p50, p95 and p99 of calls no worse than the baseline's, by their margins",
       check_duet_latency, CheckNeeds::Baseline},
      {"duet.deallocation", "create and destroy take no longer than the baseline's, by the margin",
       check_duet_deallocation, CheckNeeds::Baseline},
      {"duet.memory", "no more resident memory than the baseline after equal work",
       check_duet_memory, CheckNeeds::Baseline},
      {"duet.errors", "of the calls of the duet, fewer fail than the margin", check_duet_errors,
       CheckNeeds::Baseline},
  };
  return checks;
}

std::vector<Check> select_checks(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    const bool known = std::any_of(all_checks().begin(), all_checks().end(),
                                   [&](const Check& check) { return is_meant(check, name); });
    if (!known) {
      throw orb_client::ConfigError("there is no check \"" + name + "\"; there are " +
                                    known_names());
    }
  }
  std::vector<Check> selected;
  std::copy_if(all_checks().begin(), all_checks().end(), std::back_inserter(selected),
               [&](const Check& check) {
                 return names.empty() || check.name == kReachable ||
                        std::any_of(names.begin(), names.end(),
                                    [&](const std::string& name) { return is_meant(check, name); });
               });
  return selected;
}

bool needs_gateway(const Check& check) {
  return check.needs == CheckNeeds::Gateway || check.needs == CheckNeeds::GatewayAndCache;
}

std::vector<NotRun> leave_out_impossible(std::vector<Check>& checks, CheckContext& context) {
  std::vector<NotRun> left_out;
  std::erase_if(checks, [&](const Check& check) {
    const std::string lack = what_is_lacking(check, context);
    if (!lack.empty()) {
      left_out.push_back({std::string(check.name), lack});
    }
    return !lack.empty();
  });
  return left_out;
}

RunResult run_checks(const std::vector<Check>& checks, CheckContext& context,
                     const RunObserver& observer) {
  RunResult run;
  run.core = context.core.label();
  run.started_at = utc_now();
  const auto start = std::chrono::steady_clock::now();
  bool reachable = true;
  for (const Check& check : checks) {
    observer.on_started(check);
    run.checks.push_back(reachable ? run_check(check, context)
                                   : invalid(check, "not run: the core was not reached"));
    reachable =
        reachable && (check.name != kReachable || run.checks.back().verdict == Verdict::Pass);
    observer.on_finished(run.checks.back());
  }
  run.duration_seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return run;
}

}  // namespace orbbench::bench
