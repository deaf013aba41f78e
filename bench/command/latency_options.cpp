#include "latency_options.hpp"

#include <chrono>

#include "orbbench/orb_client/errors.hpp"
#include "text_file.hpp"

namespace orbbench::bench {
namespace {

using orb_client::ConfigError;

constexpr double kMostRate = 1e6;
constexpr std::size_t kMostRepeats = 20;
constexpr std::size_t kMostStarts = 100;

void require_sense(const LatencyOptions& options, const LoadScenario& scenario) {
  if (options.capacity && !options.slo_p99_ms) {
    throw ConfigError("--capacity needs the limit that it is about: add --slo-p99-ms");
  }
  if ((options.capacity || !options.rates.empty()) && scenario.closed_loop) {
    throw ConfigError("a closed loop has no rate to vary; give the scenario another arrival");
  }
  if (options.baseline.empty() && (options.repeats > 0 || !options.margins.empty())) {
    throw ConfigError("--margin and --repeats are of a comparison: add --baseline");
  }
  if (options.capacity && options.starts > 1) {
    throw ConfigError("--capacity searches on one core: leave --starts away");
  }
  if (options.capacity && (!options.baseline.empty() || !options.interval_log.empty())) {
    throw ConfigError("--capacity ends in one figure: leave --baseline and --hlog away");
  }
}

void add_target_options(CLI::App& command, LatencyOptions& options) {
  command.add_option("--core", options.target.core,
                     "The core, as for validate (else ORB_CORE_URL, else a private one)");
  command.add_option("--metrics", options.target.metrics, "Its metrics page");
  command.add_option("--gateway", options.target.gateway,
                     "For a scenario of the widget API: the gateway (else API_GATEWAY_URL)");
  command.add_option("--widget-core", options.target.widget_core,
                     "For one straight at the widget core (else WIDGET_CORE_URL)");
  command.add_option("--core-binary", options.target.core_binary,
                     "The program of the private core (else the reference core)");
}

void add_load_options(CLI::App& command, LatencyOptions& options) {
  command.add_option("scenario", options.scenario_file,
                     "A JSON file (else ping, 500 a second on 4 lanes for 10 s)");
  command.add_option("--rate", options.rate, "Calls per second, at a constant rate instead")
      ->check(CLI::Range(0.001, kMostRate));
  command.add_option("--duration", options.duration_s, "Seconds, instead of the scenario's")
      ->check(CLI::Range(0.01, 604800.0));
  command.add_option("--lanes", options.lanes, "Connections, instead of the scenario's")
      ->check(CLI::Range(1, 1024));
  command.add_option("--slo-p99-ms", options.slo_p99_ms, "p99 must stay under this")
      ->check(CLI::Range(0.001, 600000.0));
  command
      .add_option("--starts", options.starts,
                  "Measure so many times, each on a private core started anew, or else on new "
                  "connections: how starts differ widens the intervals of a comparison")
      ->check(CLI::Range(std::size_t{1}, kMostStarts));
  auto* rates = command
                    .add_option("--rates", options.rates,
                                "Latency against rate: one measurement at each, by commas")
                    ->delimiter(',')
                    ->check(CLI::Range(0.001, kMostRate));
  command
      .add_flag("--capacity", options.capacity,
                "Search the highest rate at which p99 stays under --slo-p99-ms")
      ->excludes(rates);
}

void add_result_options(CLI::App& command, LatencyOptions& options) {
  command.add_option("--json", options.json_file, "Write the result as JSON");
  command.add_option("--junit", options.junit_file, "Write the result as JUnit XML");
  command.add_option("--hlog", options.interval_log,
                     "Write each interval's histograms as an HdrHistogram log");
  command.add_flag("--store", options.store,
                   "Keep the result, for `orbbench history` and `orbbench baseline`");
}

void add_gate_options(CLI::App& command, LatencyOptions& options) {
  command.add_option("--baseline", options.baseline,
                     "Compare with the run that `orbbench baseline set` gave this name");
  command
      .add_option("--margin", options.margins,
                  "By which share a figure may be worse, by commas: p50=0.05,p95=0.2,p99=0.25, "
                  "errors=0.001; also p90, p999")
      ->delimiter(',');
  command
      .add_option("--repeats", options.repeats,
                  "Where that is inconclusive, measure so many times more, and judge by all "
                  "together, once")
      ->check(CLI::Range(std::size_t{0}, kMostRepeats));
}

}  // namespace

LoadScenario read_scenario(const LatencyOptions& options) {
  LoadScenario scenario = options.scenario_file.empty()
                              ? default_scenario()
                              : parse_scenario(text_in(options.scenario_file));
  if (options.rate) {
    scenario.arrivals.process = ConstantArrivals{*options.rate};
    scenario.closed_loop = false;
  }
  if (options.duration_s) {
    scenario.arrivals.duration = std::chrono::duration_cast<std::chrono::nanoseconds>(
        std::chrono::duration<double>(*options.duration_s));
  }
  scenario.lanes = options.lanes.value_or(scenario.lanes);
  require_sense(options, scenario);
  return scenario;
}

void add_latency_options(CLI::App& command, LatencyOptions& options) {
  add_load_options(command, options);
  add_target_options(command, options);
  add_result_options(command, options);
  add_gate_options(command, options);
}

}  // namespace orbbench::bench
