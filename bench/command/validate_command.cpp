#include "validate_command.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "checks/runner.hpp"
#include "duet_cores.hpp"
#include "duet_options.hpp"
#include "duet_run.hpp"
#include "kept_result.hpp"
#include "orbbench/launcher/stop_signals.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "progress.hpp"
#include "progress_events.hpp"
#include "report/reports.hpp"
#include "report/run_reports.hpp"
#include "result_file.hpp"
#include "results/results.hpp"
#include "results/stored_form.hpp"
#include "stack_core.hpp"
#include "target.hpp"
#include "witness_options.hpp"

namespace orbbench::bench {
namespace {

using orb_client::ConfigError;

struct ValidateOptions {
  TargetChoice target;
  std::vector<std::string> checks;
  bool list = false;
  std::string json_file;
  std::string junit_file;
  std::string report_folder;
  bool store = false;
  std::string expectations_file;
  double rate_per_second = 500;
  double duration_s = 10;
  std::size_t lanes = 4;
  double slo_p99_ms = 500;
  std::size_t law_calls = 20000;
  WitnessSettings witness;
  DuetCoreChoice baseline;
  DuetOptions duet;
};

/// A result in one form.
struct ReportFile {
  ResultFile file;
  std::string (*render)(const RunResult&);
};

std::string html_form(const RunResult& run) {
  return html_report({stored_form(run, "validate")});
}

std::vector<ReportFile> open_reports(const ValidateOptions& options) {
  std::vector<ReportFile> reports;
  if (!options.json_file.empty()) {
    reports.push_back({ResultFile(options.json_file), json_report});
  }
  if (!options.junit_file.empty()) {
    reports.push_back({ResultFile(options.junit_file), junit_report});
  }
  if (!options.report_folder.empty()) {
    const std::filesystem::path folder(options.report_folder);
    std::error_code ignored;  // the files below say it if the folder cannot be had
    std::filesystem::create_directories(folder, ignored);
    reports.push_back({ResultFile(folder / "validate.txt"), text_report});
    reports.push_back({ResultFile(folder / "validate.json"), json_report});
    reports.push_back({ResultFile(folder / "validate.xml"), junit_report});
    reports.push_back({ResultFile(folder / "validate.html"), html_form});
  }
  return reports;
}

LedgerExpectations read_expectations(const std::string& path) {
  if (path.empty()) {
    return LedgerExpectations::built_in();
  }
  std::ifstream file(path);
  if (!file) {
    throw ConfigError("cannot read the ledger expectations " + path);
  }
  return LedgerExpectations::parse(std::string(std::istreambuf_iterator<char>(file), {}), path);
}

metrics::Scraper make_scraper(const std::string& url) {
  try {
    return metrics::Scraper(url);
  } catch (const metrics::ScrapeError& error) {
    throw ConfigError(error.what());
  }
}

CheckSettings settings_of(const ValidateOptions& options) {
  using FloatMilliseconds = std::chrono::duration<double, std::milli>;
  CheckSettings settings;
  settings.rate_per_second = options.rate_per_second;
  settings.duration = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::duration<double>(options.duration_s));
  settings.lanes = options.lanes;
  settings.slo_p99 =
      std::chrono::duration_cast<std::chrono::milliseconds>(FloatMilliseconds(options.slo_p99_ms));
  settings.law_calls = options.law_calls;
  settings.witness = options.witness;
  return settings;
}

/// Only a program that was named, or the reference core, can be started a second time.
std::function<std::unique_ptr<DisposableCore>()> core_starter(const Target& target,
                                                              const ValidateOptions& options,
                                                              std::stop_token stop) {
  if (!target.is_own() && options.target.core_binary.empty()) {
    return {};
  }
  return [binary = options.target.core_binary, stop = std::move(stop)] {
    return start_disposable_core(binary, stop);
  };
}

bool has_baseline(const ValidateOptions& options) {
  return !options.baseline.address.empty() || !options.baseline.program.empty();
}

/// The candidate is a further process of the program under test, that has done nothing before,
/// where that can be started.
duet::PairSource duet_pair(const Target& target, const ValidateOptions& options,
                           const std::stop_token& stop) {
  DuetCoreChoice candidate;
  if (target.is_own() || !options.target.core_binary.empty()) {
    candidate.program = options.target.core_binary;
  } else {
    candidate.address = target.core();
    candidate.metrics = target.metrics();
  }
  return pair_of(options.baseline, candidate, stop);
}

RunResult run_on(const Target& target, const ValidateOptions& options, std::vector<Check> checks,
                 Progress& progress, std::stop_token stop) {
  orb_client::OrbRuntime runtime;
  std::string current;
  CheckContext context{runtime,
                       orb_client::Endpoint::parse(target.core()),
                       make_scraper(target.metrics()),
                       read_expectations(options.expectations_file),
                       settings_of(options),
                       stop,
                       [&](const std::string& text) { progress.show(current + ": " + text); },
                       core_starter(target, options, stop),
                       target.gateway(),
                       target.cache()};
  if (has_baseline(options)) {
    context.duet = duet_when_asked(runtime, duet_pair(target, options, stop), options.duet,
                                   context.report, stop);
  }
  // A check that was asked for by name is tried, and says itself what it lacks.
  std::vector<NotRun> not_run;
  if (options.checks.empty()) {
    not_run = leave_out_impossible(checks, context);
  }
  RunResult run = run_checks(checks, context,
                             {[&](const Check& check) {
                                current = check.name;
                                progress.show(current);
                              },
                              [&](const CheckResult& result) {
                                progress.clear();
                                std::cout << text_line(result) << std::flush;
                                progress_events().check(result);
                              }});
  run.not_run = std::move(not_run);
  for (const NotRun& check : run.not_run) {
    std::cout << text_line(check) << std::flush;
  }
  return run;
}

int list_checks() {
  for (const Check& check : all_checks()) {
    std::cout << check.name << ": " << check.rule << '\n';
  }
  return 0;
}

void require_baseline(const ValidateOptions& options) {
  if (!options.baseline.metrics.empty() && options.baseline.address.empty()) {
    throw ConfigError("--baseline-metrics is of a core that was not given; add --baseline");
  }
  if (!options.baseline.address.empty()) {
    orb_client::Endpoint::parse(options.baseline.address);  // throws, before anything is started
  }
}

/// Of a private stack: only as much of it as these checks look at.
std::vector<std::string> parts_for(const std::vector<Check>& checks) {
  const bool whole = std::any_of(checks.begin(), checks.end(), needs_gateway);
  return whole ? launcher::all_parts() : std::vector<std::string>{"core"};
}

std::vector<std::string> names_of(const std::vector<Check>& checks) {
  std::vector<std::string> names;
  for (const Check& check : checks) {
    names.emplace_back(check.name);
  }
  return names;
}

int validate(const ValidateOptions& options) {
  if (options.list) {
    return list_checks();
  }
  const launcher::StopSignals signals;
  require_baseline(options);
  if (options.store) {
    require_results_settings();
  }
  const std::vector<Check> checks = select_checks(options.checks);
  progress_events().started("validate", names_of(checks));
  std::vector<ReportFile> reports = open_reports(options);
  Progress progress;
  TargetChoice choice = options.target;
  choice.parts = parts_for(checks);
  const Target target(
      choice, [&](const std::string& text) { progress.show(text); }, signals.token());
  progress.clear();
  RunResult run = run_on(target, options, checks, progress, signals.token());
  run.id = store::make_uuid();
  std::cout << "\nverdict: " << to_string(run.verdict()) << std::endl;
  for (ReportFile& report : reports) {
    report.file.write(report.render(run));
  }
  if (options.store) {
    keep_result(run, "validate");
  }
  return exit_code(run.verdict());
}

void add_target_options(CLI::App& command, ValidateOptions& options) {
  command.add_option("--core", options.target.core,
                     "The core: IOR, corbaloc, corbaname, file with an IOR, host:port "
                     "(else ORB_CORE_URL, else a private stack)");
  command.add_option("--metrics", options.target.metrics,
                     "Its metrics page (else ORB_METRICS_URL, else http://localhost:9091/metrics)");
  command.add_option("--gateway", options.target.gateway,
                     "The gateway of the stack around it, for workflow.* (else API_GATEWAY_URL)");
  command.add_option("--core-binary", options.target.core_binary,
                     "The core of the private stack (else the reference core)");
  command.add_option("--expectations", options.expectations_file,
                     "JSON file: what each site of your core is to do (else the 73 sites of the "
                     "reference core)");
}

void add_load_options(CLI::App& command, ValidateOptions& options) {
  command.add_option("--rate", options.rate_per_second, "Calls a second, over all lanes")
      ->check(CLI::Range(1.0, 100000.0))
      ->capture_default_str();
  command.add_option("--duration", options.duration_s, "Seconds of load")
      ->check(CLI::Range(0.1, 86400.0))
      ->capture_default_str();
  command.add_option("--lanes", options.lanes, "Connections to the core")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  command.add_option("--law-calls", options.law_calls, "Calls under faults for calls.completion")
      ->check(CLI::Range(1, 90000))
      ->capture_default_str();
  command.add_option("--slo-p99-ms", options.slo_p99_ms, "Limit of latency p99, milliseconds")
      ->check(CLI::Range(0.001, 60000.0))
      ->capture_default_str();
}

void add_baseline_options(CLI::App& command, ValidateOptions& options) {
  command.add_option("--baseline", options.baseline.address,
                     "A core to compare with, for duet.*: as --core");
  command.add_option("--baseline-metrics", options.baseline.metrics, "Its metrics page");
  command.add_option("--baseline-binary", options.baseline.program,
                     "Start this program as the core to compare with");
  add_duet_options(command, options.duet);
}

}  // namespace

void add_validate_command(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand("validate", "Judge a core: all checks, one verdict");
  auto options = std::make_shared<ValidateOptions>();
  add_target_options(*command, *options);
  add_load_options(*command, *options);
  add_witness_options(*command, options->witness);
  add_baseline_options(*command, *options);
  command->add_option("--checks", options->checks, "Only these, separated by commas")
      ->delimiter(',');
  command->add_flag("--list", options->list, "List the checks");
  add_progress_option(*command);
  command->add_option("--json", options->json_file, "Write the result as JSON");
  command->add_option("--junit", options->junit_file, "Write the result as JUnit XML");
  command->add_option("--report", options->report_folder,
                      "Write the result as text, JSON, JUnit and HTML into this folder");
  command->add_flag("--store", options->store,
                    "Keep the result, for `orbbench history` and `orbbench baseline`");
  command->callback([options, &chosen] { chosen = [options] { return validate(*options); }; });
}

}  // namespace orbbench::bench
