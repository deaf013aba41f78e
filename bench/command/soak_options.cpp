#include "soak_options.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <filesystem>

#include "orbbench/orb_client/errors.hpp"
#include "report/reports.hpp"
#include "text_file.hpp"

namespace orbbench::bench {
namespace {

using orb_client::ConfigError;
using std::chrono::nanoseconds;

constexpr double kDefaultSeconds = 600;
constexpr double kDefaultInterval = 5;
constexpr double kMostSeconds = 7 * 86400;
constexpr double kMostWarmUp = 60;
constexpr double kWarmUpShare = 0.2;

struct NumberOption {
  const char* name;
  std::optional<double> SoakOptions::*value;
};

constexpr std::array<NumberOption, 9> kNumbers{{{"rate", &SoakOptions::rate},
                                                {"duration_s", &SoakOptions::duration_s},
                                                {"lanes", &SoakOptions::lanes},
                                                {"interval_s", &SoakOptions::interval_s},
                                                {"warm_up_s", &SoakOptions::warm_up_s},
                                                {"slo_p99_ms", &SoakOptions::slo_p99_ms},
                                                {"drift", &SoakOptions::drift},
                                                {"margin_octets", &SoakOptions::margin_octets},
                                                {"margin_objects", &SoakOptions::margin_objects}}};

struct TextOption {
  const char* name;
  std::string& (*value)(SoakOptions&);
};

const std::array<TextOption, 5> kTexts{
    {{"core", [](SoakOptions& options) -> std::string& { return options.target.core; }},
     {"metrics", [](SoakOptions& options) -> std::string& { return options.target.metrics; }},
     {"core_binary",
      [](SoakOptions& options) -> std::string& { return options.target.core_binary; }},
     {"scenario", [](SoakOptions& options) -> std::string& { return options.scenario; }},
     {"faults", [](SoakOptions& options) -> std::string& { return options.faults; }}}};

nanoseconds from_seconds(double seconds) {
  return nanoseconds(std::llround(seconds * 1e9));
}

LoadScenario scenario_of(const SoakOptions& options) {
  LoadScenario scenario =
      options.scenario.empty() ? default_scenario() : parse_scenario(options.scenario);
  if (options.scenario.empty()) {
    scenario.arrivals.duration = from_seconds(kDefaultSeconds);
  }
  if (options.rate) {
    scenario.arrivals.process = ConstantArrivals{*options.rate};
    scenario.closed_loop = false;
  }
  if (options.duration_s) {
    scenario.arrivals.duration = from_seconds(*options.duration_s);
  }
  if (options.lanes) {
    scenario.lanes = static_cast<std::size_t>(*options.lanes);
  }
  if (scenario.closed_loop) {
    throw ConfigError("a closed loop waits when the core stalls; a soak needs a rate");
  }
  return scenario;
}

double number_in(const std::string& name, const std::string& text) {
  double value = 0;
  const char* end = text.data() + text.size();
  if (std::from_chars(text.data(), end, value) != std::from_chars_result{end, std::errc()}) {
    throw ConfigError("the soak's " + name + " is \"" + text + "\", which is no number");
  }
  return value;
}

void add_load_options(CLI::App& command, SoakOptions& options) {
  command.add_option("scenario", options.scenario_file,
                     "A JSON file, as for latency (else ping, 500 a second on 4 lanes)");
  command.add_option("--rate", options.rate, "Calls per second, at a constant rate instead")
      ->check(CLI::Range(0.001, 1e6));
  command
      .add_option("--duration", options.duration_s,
                  "Seconds, instead of the scenario's; 600 without one")
      ->check(CLI::Range(1.0, kMostSeconds));
  command.add_option("--lanes", options.lanes, "Connections, instead of the scenario's")
      ->check(CLI::Range(1, 1024));
  command.add_option("--interval", options.interval_s, "Seconds of an interval; 5 if not given")
      ->check(CLI::Range(0.1, 3600.0));
  command.add_option("--faults", options.faults_file,
                     "A JSON file: what is to go wrong, when, and for how long; calls that fail "
                     "meanwhile are counted apart");
  command.add_option("--core", options.target.core,
                     "The core, as for validate (else ORB_CORE_URL, else a private one)");
  command.add_option("--metrics", options.target.metrics, "Its metrics page");
  command.add_option("--core-binary", options.target.core_binary,
                     "The program of the private core (else the reference core)");
}

void add_limit_options(CLI::App& command, SoakOptions& options) {
  command
      .add_option("--warm-up", options.warm_up_s,
                  "Seconds at the beginning that growth and drift are not judged by; a fifth of "
                  "the duration, 60 at the most, if not given")
      ->check(CLI::Range(0.0, kMostSeconds));
  command.add_option("--slo-p99-ms", options.slo_p99_ms, "p99 must stay under this")
      ->check(CLI::Range(0.001, 600000.0));
  command
      .add_option("--drift", options.drift,
                  "What p99 at the end may be over p99 at the beginning; 2 if not given")
      ->check(CLI::Range(1.0, 1000.0));
  command
      .add_option("--margin-octets", options.margin_octets,
                  "Octets that the core may grow by with 1,000 calls; 16000, and 4 MiB in all, if "
                  "not given")
      ->check(CLI::Range(0.0, 1e12));
  command
      .add_option("--margin-objects", options.margin_objects,
                  "Likewise objects of the ledger, sockets and threads; 0.25, and 16 in all, if "
                  "not given")
      ->check(CLI::Range(0.0, 1e9));
}

void add_result_options(CLI::App& command, SoakOptions& options) {
  command.add_option("--resume", options.resume,
                     "Go on with the soak of this id, which was killed, where it stopped");
  command.add_option("--json", options.json_file, "Write the result as JSON");
  command.add_option("--junit", options.junit_file, "Write the result as JUnit XML");
  command.add_option("--metrics-port", options.metrics_port,
                     "Serve the soak's own metrics there while it runs; 0 for any free port");
  command.add_option(
      "--push", options.push_url,
      "Bring them to the Pushgateway at this URL with each interval, and at the end");
  command
      .add_option("--serve-after", options.serve_after_s,
                  "Seconds beyond the end for which they are served, so that the verdict is seen")
      ->check(CLI::Range(0.0, 86400.0));
  command.add_flag("--no-store", options.no_store,
                   "Keep nothing; what is killed cannot be resumed then");
}

}  // namespace

void add_soak_options(CLI::App& command, SoakOptions& options) {
  add_load_options(command, options);
  add_limit_options(command, options);
  add_result_options(command, options);
}

void complete(SoakOptions& options) {
  const auto rows = rows_of(options);
  const bool has_own = std::ranges::any_of(rows, [](const auto& row) { return !row[1].empty(); }) ||
                       !options.scenario_file.empty() || !options.faults_file.empty();
  if (!options.resume.empty() && (has_own || options.no_store)) {
    throw ConfigError(
        "a soak is resumed as it was begun: leave all but --json, --junit, "
        "--metrics-port, --push and --serve-after away");
  }
  if (!options.scenario_file.empty()) {
    options.scenario = text_in(options.scenario_file);
  }
  if (!options.faults_file.empty()) {
    options.faults = text_in(options.faults_file);
  }
  if (!options.target.core_binary.empty()) {
    // It may be resumed from another folder.
    options.target.core_binary = std::filesystem::absolute(options.target.core_binary);
  }
}

SoakPlan plan_of(const SoakOptions& options) {
  SoakPlan plan;
  plan.scenario = scenario_of(options);
  plan.interval = from_seconds(options.interval_s.value_or(kDefaultInterval));
  const double seconds = std::chrono::duration<double>(plan.scenario.arrivals.duration).count();
  plan.warm_up =
      from_seconds(options.warm_up_s.value_or(std::min(kWarmUpShare * seconds, kMostWarmUp)));
  if (!options.faults.empty()) {
    plan.faults = parse_timetable(options.faults, plan.scenario.arrivals.duration);
  }
  plan.limits.slo_p99_ms = options.slo_p99_ms;
  plan.limits.drift = options.drift.value_or(plan.limits.drift);
  if (options.margin_octets) {
    plan.limits.octets = {*options.margin_octets, HUGE_VAL, plan.limits.octets.noise};
  }
  if (options.margin_objects) {
    plan.limits.objects = {*options.margin_objects, HUGE_VAL, plan.limits.objects.noise};
  }
  return plan;
}

std::vector<std::vector<std::string>> rows_of(const SoakOptions& options) {
  SoakOptions copy = options;
  std::vector<std::vector<std::string>> rows;
  rows.reserve(kTexts.size() + kNumbers.size());
  for (const auto& [name, value] : kTexts) {
    rows.push_back({name, value(copy)});
  }
  for (const auto& [name, value] : kNumbers) {
    rows.push_back({name, options.*value ? number_text(*(options.*value)) : ""});
  }
  return rows;
}

SoakOptions options_of(const std::vector<std::vector<std::string>>& rows) {
  SoakOptions options;
  for (const auto& row : rows) {
    const auto text = std::ranges::find(kTexts, row[0], &TextOption::name);
    const auto number = std::ranges::find(kNumbers, row[0], &NumberOption::name);
    if (text != kTexts.end()) {
      text->value(options) = row[1];
    } else if (number == kNumbers.end()) {
      throw ConfigError("the soak has a setting that this orbbench does not know: " + row[0]);
    } else if (!row[1].empty()) {
      options.*number->value = number_in(row[0], row[1]);
    }
  }
  return options;
}

}  // namespace orbbench::bench
