#include "latency_command.hpp"

#include <chrono>
#include <cmath>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <sstream>
#include <string>

#include "load/capacity.hpp"
#include "load/load_scenario.hpp"
#include "load/measurement.hpp"
#include "load/orb_load.hpp"
#include "orbbench/launcher/stop_signals.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "progress.hpp"
#include "report/reports.hpp"
#include "result_file.hpp"
#include "target.hpp"

namespace orbbench::bench {
namespace {

using orb_client::ConfigError;

struct LatencyOptions {
  TargetChoice target;
  std::string scenario_file;
  std::optional<double> rate;
  std::optional<double> duration_s;
  std::optional<std::size_t> lanes;
  std::optional<double> slo_p99_ms;
  std::vector<double> rates;
  bool capacity = false;
  std::string json_file;
};

LoadScenario read_scenario(const LatencyOptions& options) {
  LoadScenario scenario = default_scenario();
  if (!options.scenario_file.empty()) {
    std::ifstream file(options.scenario_file);
    std::ostringstream text;
    text << file.rdbuf();
    if (!file) {
      throw ConfigError("cannot read " + options.scenario_file + ": is it there?");
    }
    scenario = parse_scenario(text.str());
  }
  if (options.rate) {
    scenario.arrivals.process = ConstantArrivals{*options.rate};
    scenario.closed_loop = false;
  }
  if (options.duration_s) {
    scenario.arrivals.duration = std::chrono::duration_cast<std::chrono::nanoseconds>(
        std::chrono::duration<double>(*options.duration_s));
  }
  scenario.lanes = options.lanes.value_or(scenario.lanes);
  return scenario;
}

/// "latency.ping", and of a curve "latency.ping@2000"
std::string check_name(const LoadScenario& scenario, std::optional<double> rate) {
  return "latency." + scenario.name + (rate ? "@" + number_text(*rate) : "");
}

CheckResult judge(const std::string& name, const Measurement& measured,
                  std::optional<double> slo_p99_ms) {
  CheckResult result;
  result.name = name;
  result.figures = figures_of(measured);
  const auto p99 = measured.calls.from_intended.quantile(0.99);
  const auto p50 = measured.calls.from_intended.quantile(0.5);
  result.summary = "p50 " + whole_microseconds(p50) + ", p99 " + whole_microseconds(p99);
  if (measured.calls.errors > 0) {
    result.verdict = Verdict::Fail;
    result.summary = std::to_string(measured.calls.errors) + " calls failed; " + result.summary;
    result.evidence.push_back("first error: " + measured.calls.first_error);
  } else if (!measured.fault.empty()) {
    result.summary = measured.fault;
  } else if (slo_p99_ms) {
    const bool holds = static_cast<double>(p99.count()) < *slo_p99_ms * 1e6;
    result.verdict = holds ? Verdict::Pass : Verdict::Fail;
    result.summary += ", limit of p99 " + number_text(*slo_p99_ms * 1000) + " us";
  } else {
    result.verdict = Verdict::Pass;
  }
  return result;
}

/// Loads one core with one scenario, at this rate or that.
class LatencyRun {
 public:
  LatencyRun(const Target& target, const LatencyOptions& options, LoadScenario scenario,
             Progress& progress, std::stop_token stop)
      : options_(options),
        scenario_(std::move(scenario)),
        progress_(progress),
        stop_(std::move(stop)),
        load_(runtime_, orb_client::Endpoint::parse(target.core()), scenario_) {
    run_.core = target.core();
    run_.started_at = utc_now();
  }

  RunResult run() {
    const auto start = std::chrono::steady_clock::now();
    progress_.show("warm-up");
    load_.warm_up(stop_);
    if (options_.capacity) {
      find_capacity();
    } else if (!options_.rates.empty()) {
      for (const double rate : options_.rates) {
        measure_at(rate);
      }
    } else {
      add(judge(check_name(scenario_, {}), measure(scenario_.arrivals), options_.slo_p99_ms));
    }
    run_.duration_seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return std::move(run_);
  }

 private:
  Measurement measure(const Arrivals& arrivals) {
    if (!scenario_.closed_loop) {
      return measure_beside_floor(arrivals, load_.lanes(), stop_);
    }
    Measurement measured;
    measured.calls = run_closed_loop(arrivals.duration, load_.lanes(), stop_);
    return measured;
  }

  Verdict measure_at(double rate) {
    progress_.show(number_text(rate) + " calls a second");
    const Arrivals arrivals{ConstantArrivals{rate}, scenario_.arrivals.duration, scenario_.seed};
    return add(judge(check_name(scenario_, rate), measure(arrivals), options_.slo_p99_ms));
  }

  // A rate that is too high is no failure here: it is what is looked for.
  void find_capacity() {
    std::size_t tried = 0;
    const double capacity = search_capacity({}, [&](double rate) {
      ++tried;
      return !stop_.stop_requested() && measure_at(rate) == Verdict::Pass;
    });
    run_.checks.clear();
    CheckResult result;
    result.name = check_name(scenario_, {}) + ".capacity";
    result.figures = {{"capacity_calls_per_second", capacity},
                      {"limit_us_p99", *options_.slo_p99_ms * 1000},
                      {"rates_tried", static_cast<double>(tried)}};
    result.verdict = capacity > 0 ? Verdict::Pass : Verdict::Fail;
    result.summary = number_text(std::round(capacity)) + " calls a second with p99 under " +
                     number_text(*options_.slo_p99_ms) + " ms";
    add(result);
  }

  Verdict add(CheckResult result) {
    if (stop_.stop_requested()) {
      result.verdict = Verdict::Invalid;
      result.summary = "interrupted; " + result.summary;
    }
    progress_.clear();
    std::cout << text_line(result) << std::flush;
    run_.checks.push_back(result);
    return result.verdict;
  }

  const LatencyOptions& options_;
  LoadScenario scenario_;
  Progress& progress_;
  std::stop_token stop_;
  orb_client::OrbRuntime runtime_;
  OrbLoad load_;
  RunResult run_;
};

void require_sense(const LatencyOptions& options, const LoadScenario& scenario) {
  if (options.capacity && !options.slo_p99_ms) {
    throw ConfigError("--capacity needs the limit that it is about: add --slo-p99-ms");
  }
  if ((options.capacity || !options.rates.empty()) && scenario.closed_loop) {
    throw ConfigError("a closed loop has no rate to vary; give the scenario another arrival");
  }
}

int measure_latency(const LatencyOptions& options) {
  const launcher::StopSignals signals;
  LoadScenario scenario = read_scenario(options);
  require_sense(options, scenario);
  ResultFile json_file(options.json_file);
  Progress progress;
  TargetChoice choice = options.target;
  choice.parts = {"core"};
  const Target target(
      choice, [&](const std::string& text) { progress.show(text); }, signals.token());
  const RunResult run =
      LatencyRun(target, options, std::move(scenario), progress, signals.token()).run();
  std::cout << "\nverdict: " << to_string(run.verdict()) << "\n" << std::flush;
  if (json_file.is_wanted()) {
    json_file.write(json_report(run));
  }
  return exit_code(run.verdict());
}

}  // namespace

void add_latency_command(CLI::App& app, Command& chosen) {
  auto* command =
      app.add_subcommand("latency", "Load a core as a scenario says, and time its calls");
  auto options = std::make_shared<LatencyOptions>();
  constexpr double kMostRate = 1e6;
  command->add_option("scenario", options->scenario_file,
                      "A JSON file (else ping, 500 a second on 4 lanes for 10 s)");
  command->add_option("--core", options->target.core,
                      "The core, as for validate (else ORB_CORE_URL, else a private one)");
  command->add_option("--metrics", options->target.metrics, "Its metrics page");
  command->add_option("--core-binary", options->target.core_binary,
                      "The program of the private core (else the reference core)");
  command->add_option("--rate", options->rate, "Calls per second, at a constant rate instead")
      ->check(CLI::Range(0.001, kMostRate));
  command->add_option("--duration", options->duration_s, "Seconds, instead of the scenario's")
      ->check(CLI::Range(0.01, 604800.0));
  command->add_option("--lanes", options->lanes, "Connections, instead of the scenario's")
      ->check(CLI::Range(1, 1024));
  command->add_option("--slo-p99-ms", options->slo_p99_ms, "p99 must stay under this")
      ->check(CLI::Range(0.001, 600000.0));
  auto* rates = command
                    ->add_option("--rates", options->rates,
                                 "Latency against rate: one measurement at each, by commas")
                    ->delimiter(',')
                    ->check(CLI::Range(0.001, kMostRate));
  command
      ->add_flag("--capacity", options->capacity,
                 "Search the highest rate at which p99 stays under --slo-p99-ms")
      ->excludes(rates);
  command->add_option("--json", options->json_file, "Write the result as JSON");
  command->callback(
      [options, &chosen] { chosen = [options] { return measure_latency(*options); }; });
}

}  // namespace orbbench::bench
