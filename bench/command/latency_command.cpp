#include "latency_command.hpp"

#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "baseline_choice.hpp"
#include "kept_result.hpp"
#include "latency_load.hpp"
#include "latency_options.hpp"
#include "latency_run.hpp"
#include "load/processor_parts.hpp"
#include "orbbench/launcher/stop_signals.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "progress.hpp"
#include "progress_events.hpp"
#include "report/reports.hpp"
#include "result_file.hpp"
#include "results/fingerprint.hpp"
#include "results/results.hpp"
#include "run_choice.hpp"

namespace orbbench::bench {
namespace {

std::optional<metrics::IntervalLogWriter> open_log(const std::string& path) {
  if (path.empty()) {
    return std::nullopt;
  }
  try {
    const auto now = std::chrono::system_clock::now();
    return metrics::IntervalLogWriter(path, std::chrono::floor<std::chrono::milliseconds>(now));
  } catch (const metrics::IntervalLogError& error) {
    throw orb_client::ConfigError(error.what());
  }
}

/// The core that is called, and whether it has a processor of its own: one that this run starts.
struct PlacedTarget {
  Target target;
  bool core_apart = false;
};

/// One processor may be spared: at high rates the lanes need them all.
bool is_moderate(const LatencyOptions& options, const LoadScenario& scenario) {
  constexpr double kMostRate = 2000;
  const auto& rates = options.rates;
  const double highest = rates.empty() ? scenario.arrivals.peak_rate() : std::ranges::max(rates);
  return scenario.target == LoadTarget::Core && !scenario.closed_loop && !options.capacity &&
         highest <= kMostRate;
}

PlacedTarget start_target(const LatencyOptions& options, const LoadScenario& scenario,
                          const ProcessorParts& processors, Progress& progress,
                          const std::stop_token& stop) {
  TargetChoice choice = options.target;
  choice.parts = scenario.target == LoadTarget::Core ? std::vector<std::string>{"core"}
                                                     : launcher::all_parts();
  const bool divide = is_moderate(options, scenario) && processors.exist();
  if (divide) {
    processors.enter_core();
  }
  Target target(
      choice, [&progress](const std::string& text) { progress.show(text); }, stop);
  const bool apart = divide && target.is_own();
  apart ? processors.enter_load() : processors.enter_both();
  return {std::move(target), apart};
}

/// The results server is left again before anything is measured: it would be measured too.
std::optional<LatencyGate> open_gate(const LatencyOptions& options, const std::stop_token& stop) {
  if (options.baseline.empty()) {
    return std::nullopt;
  }
  gate::GateSettings settings{gate::margins_with(options.margins), options.repeats, {}};
  Results results = Results::open(tell_user, stop);
  store::SeriesQuery query;
  for (const gate::QuantileMargin& quantile : settings.margins.quantiles) {
    for (const char* figure : {"latency_us_", "ratio_to_floor_", "floor_us_"}) {
      query.figures.push_back(figure + quantile.quantile);
    }
  }
  settings.kept = results.store().figure_series(query);
  return LatencyGate{{options.baseline, require_baseline(results.store(), options.baseline)},
                     std::move(settings),
                     machine_fingerprint()};
}

RunResult run_on(const std::string& core, const LoadSource& source, LatencyRunSettings settings,
                 Progress& progress, const std::stop_token& stop) {
  settings.report = [&](const std::string& text) { progress.show(text); };
  settings.on_result = [&](const CheckResult& result) {
    progress.clear();
    std::cout << text_line(result) << std::flush;
    progress_events().check(result);
  };
  RunResult run;
  run.core = core;
  run.started_at = utc_now();
  const auto start = std::chrono::steady_clock::now();
  run.checks = run_latency(source, settings, stop);
  run.duration_seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return run;
}

int measure_latency(const LatencyOptions& options) {
  const launcher::StopSignals signals;
  LatencyRunSettings settings{.scenario = read_scenario(options),
                              .slo_p99_ms = options.slo_p99_ms,
                              .rates = options.rates,
                              .capacity = options.capacity,
                              .gate = {}};
  if (options.store) {
    require_results_settings();
  }
  progress_events().started("latency", {"latency." + settings.scenario.name});
  ResultFile json_file(options.json_file);
  ResultFile junit_file(options.junit_file);
  auto log = open_log(options.interval_log);
  settings.log = log ? &*log : nullptr;
  settings.gate = open_gate(options, signals.token());
  Progress progress;
  settings.starts = options.starts;
  const LoadScenario scenario = settings.scenario;
  const ProcessorParts processors;  // of this process, before it is divided
  const auto start = [&] {
    return start_target(options, scenario, processors, progress, signals.token());
  };
  std::optional<PlacedTarget> placed(start());
  settings.core_apart = placed->core_apart;
  bool is_used = false;
  const LoadSource source = [&] {
    if (is_used && placed->target.is_own()) {
      placed.reset();
      placed.emplace(start());
    }
    is_used = true;
    return connect_load(placed->target, scenario);
  };
  const RunResult run =
      run_on(placed->target.core(), source, std::move(settings), progress, signals.token());
  std::cout << "\nverdict: " << to_string(run.verdict()) << "\n" << std::flush;
  if (json_file.is_wanted()) {
    json_file.write(json_report(run));
  }
  if (junit_file.is_wanted()) {
    junit_file.write(junit_report(run));
  }
  if (options.store) {
    keep_result(run, "latency");
  }
  return exit_code(run.verdict());
}

}  // namespace

void add_latency_command(CLI::App& app, Command& chosen) {
  auto* command =
      app.add_subcommand("latency", "Load a core as a scenario says, and time its calls");
  auto options = std::make_shared<LatencyOptions>();
  add_latency_options(*command, *options);
  add_progress_option(*command);
  command->callback(
      [options, &chosen] { chosen = [options] { return measure_latency(*options); }; });
}

}  // namespace orbbench::bench
