#pragma once

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "checks/ledger_expectations.hpp"
#include "checks/result.hpp"
#include "checks/witness/witness_settings.hpp"
#include "checks/workflow/cache_keys.hpp"
#include "orbbench/metrics/scraper.hpp"
#include "orbbench/orb_client/connection_pool.hpp"

namespace orbbench::bench {

/// What the user may set, with its defaults.
struct CheckSettings {
  double rate_per_second = 500;
  std::chrono::milliseconds duration{10000};
  std::size_t lanes = 4;
  std::chrono::milliseconds slo_p99{500};
  std::size_t law_calls = 20000;  ///< of calls.completion
  WitnessSettings witness = {};
};

/// A core that the bench runs itself beside the one under test, for rules that must end it.
class DisposableCore {
 public:
  virtual ~DisposableCore() = default;
  virtual orb_client::Endpoint endpoint() const = 0;
  /// Ends it as a crash would; returns when it serves again at the same address.
  virtual void restart() = 0;
};

struct WitnessObservation;

/// What a check works on. The checks of a run use it one after the other.
struct CheckContext {
  orb_client::OrbRuntime& runtime;
  orb_client::Endpoint core;
  metrics::Scraper metrics;
  LedgerExpectations expectations;
  CheckSettings settings;
  std::stop_token stop;                            ///< asked to end early
  std::function<void(const std::string&)> report;  ///< progress in words
  /// Starts a core like the one under test; empty where the bench has no program to start.
  std::function<std::unique_ptr<DisposableCore>()> start_core = {};
  /// Of the stack around the core, http://host:port; empty where none is known.
  std::string gateway = {};
  std::optional<CacheAddress> cache = {};
  /// The results of the duet with the baseline, which is run when they are first asked for; not
  /// valid where there is no baseline.
  std::shared_future<std::vector<CheckResult>> duet = {};
  /// Why the core's memory cannot be looked at, once that was tried; empty when it can.
  std::optional<std::string> memory_obstacle = {};
  /// What the witness saw, once it has looked: the witness.* checks share it.
  std::shared_ptr<const WitnessObservation> witnessed = {};
};

inline constexpr const char* kNoDisposableCore =
    "it must end a core of its own: name its program with --core-binary";

inline constexpr const char* kNoGateway =
    "it needs the stack around the core: name its gateway with --gateway or API_GATEWAY_URL";

inline constexpr const char* kNoCache =
    "it must take keys out of the stack's cache: name it by REDIS_HOST and REDIS_PORT";

inline constexpr const char* kNoBaseline =
    "it needs a core to compare with: name it with --baseline or --baseline-binary";

/// What a check works with beyond the core under test.
enum class CheckNeeds {
  Nothing,
  DisposableCore,
  Gateway,
  GatewayAndCache,
  Baseline,
  ReadableCore  ///< a process whose memory this one may look at
};

/// A rule that can be asked for by its name. `run` throws what it could not do: the runner makes
/// an invalid result of it.
struct Check {
  std::string_view name;
  std::string_view rule;  ///< one line for --list
  CheckResult (*run)(CheckContext& context);
  CheckNeeds needs = CheckNeeds::Nothing;
};

/// All checks, in the order in which they run.
const std::vector<Check>& all_checks();

/// Told when the run was asked to end.
class Interrupted : public std::runtime_error {
 public:
  Interrupted() : std::runtime_error("interrupted before it was done") {}
};

inline void throw_if_stopped(const CheckContext& context) {
  if (context.stop.stop_requested()) {
    throw Interrupted();
  }
}

CheckResult check_core_reachable(CheckContext& context);
CheckResult check_ledger_bookkeeping(CheckContext& context);
CheckResult check_ledger_coverage(CheckContext& context);
CheckResult check_zeroization_count(CheckContext& context);
CheckResult check_latency_slo(CheckContext& context);
CheckResult check_scaling(CheckContext& context);
CheckResult check_pool_laws(CheckContext& context);
CheckResult check_call_completion(CheckContext& context);
CheckResult check_oneway_order(CheckContext& context);
CheckResult check_long_call(CheckContext& context);
CheckResult check_restart(CheckContext& context);
CheckResult check_witness_object(CheckContext& context);
CheckResult check_witness_transport(CheckContext& context);
CheckResult check_witness_exposure(CheckContext& context);
CheckResult check_workflow_life(CheckContext& context);
CheckResult check_workflow_refusals(CheckContext& context);
CheckResult check_workflow_cache(CheckContext& context);
CheckResult check_workflow_latency(CheckContext& context);
CheckResult check_duet_latency(CheckContext& context);
CheckResult check_duet_deallocation(CheckContext& context);
CheckResult check_duet_memory(CheckContext& context);
CheckResult check_duet_errors(CheckContext& context);

}  // namespace orbbench::bench
