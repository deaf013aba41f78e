#pragma once

#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>

#include "checks/result.hpp"
#include "gate/gate_check.hpp"
#include "latency_load.hpp"
#include "load/load_scenario.hpp"
#include "load/measurement.hpp"
#include "orbbench/metrics/interval_log.hpp"

namespace orbbench::bench {

/// What a latency run is held against.
struct LatencyGate {
  gate::Baseline baseline;
  gate::GateSettings settings;
  std::map<std::string, std::string> here;  ///< this machine's fingerprint
};

struct LatencyRunSettings {
  LoadScenario scenario;
  std::optional<double> slo_p99_ms;
  std::vector<double> rates;
  bool capacity = false;
  bool core_apart = false;  ///< the core has a processor of its own
  std::size_t starts = 1;   ///< of which each is measured once
  std::optional<LatencyGate> gate;
  metrics::IntervalLogWriter* log = nullptr;  ///< takes the intervals, where it is wanted
  std::function<void(const std::string&)> report = [](const std::string&) {};
  std::function<void(const CheckResult&)> on_result = [](const CheckResult&) {};
};

/// Connects to a core that was started anew where it is the bench's own. The load before is gone by
/// then.
using LoadSource = std::function<LatencyLoad()>;

/// Loads a core with one scenario, at this rate or that, and judges what came of it. Ends early
/// when `stop` is asked for, with what it has.
std::vector<CheckResult> run_latency(const LoadSource& source, const LatencyRunSettings& settings,
                                     const std::stop_token& stop);

}  // namespace orbbench::bench
