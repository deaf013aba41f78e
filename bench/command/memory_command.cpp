#include "memory_command.hpp"

#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "checks/runner.hpp"
#include "checks/witness/places_table.hpp"
#include "orbbench/launcher/stop_signals.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "preload_run.hpp"
#include "progress.hpp"
#include "progress_events.hpp"
#include "report/reports.hpp"
#include "result_file.hpp"
#include "target.hpp"
#include "witness_options.hpp"

namespace orbbench::bench {
namespace {

using orb_client::ConfigError;

struct MemoryOptions {
  TargetChoice target;
  WitnessSettings witness;
  PreloadOptions preload;
  std::string json_file;
};

struct Outcome {
  RunResult run;
  std::shared_ptr<const WitnessObservation> seen;  ///< null when it did not come to that
};

metrics::Scraper make_scraper(const std::string& url) {
  try {
    return metrics::Scraper(url);
  } catch (const metrics::ScrapeError& error) {
    throw ConfigError(error.what());
  }
}

std::vector<Check> checks_to_run() {
  return select_checks({"witness"});
}

Outcome look(const Target& target, const MemoryOptions& options, Progress& progress,
             std::stop_token stop) {
  orb_client::OrbRuntime runtime;
  CheckSettings settings;
  settings.witness = options.witness;
  CheckContext context{runtime,
                       orb_client::Endpoint::parse(target.core()),
                       make_scraper(target.metrics()),
                       LedgerExpectations::built_in(),
                       settings,
                       std::move(stop),
                       [&](const std::string& text) { progress.show(text); }};
  RunResult run = run_checks(checks_to_run(), context,
                             {[](const Check&) {},
                              [&](const CheckResult& result) {
                                progress.clear();
                                std::cout << text_line(result) << std::flush;
                                progress_events().check(result);
                              }});
  return {std::move(run), context.witnessed};
}

nlohmann::ordered_json places_json(const WitnessObservation& seen) {
  nlohmann::ordered_json places = nlohmann::ordered_json::array();
  for (const PlaceRow& row : place_rows(seen)) {
    places.push_back({{"path", row.path},
                      {"after_ms", row.time},
                      {"place", row.place},
                      {"copies", row.copies},
                      {"octets", row.octets},
                      {"example", row.example}});
  }
  return places;
}

std::string json_of(const Outcome& outcome) {
  auto document = nlohmann::ordered_json::parse(json_report(outcome.run));
  document["places"] = outcome.seen ? places_json(*outcome.seen) : nlohmann::ordered_json::array();
  constexpr int kIndent = 2;
  return document.dump(kIndent, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

int look_at_memory(const MemoryOptions& options) {
  if (!options.preload.program.empty()) {
    PreloadOptions preload = options.preload;
    preload.core = options.target.core;
    preload.json_file = options.json_file;
    return run_preload(preload);
  }
  const launcher::StopSignals signals;
  ResultFile json_file(options.json_file);
  Progress progress;
  TargetChoice choice = options.target;
  choice.parts = {"core"};
  std::vector<std::string> names;
  for (const Check& check : checks_to_run()) {
    names.emplace_back(check.name);
  }
  progress_events().started("memory", names);
  const Target target(
      choice, [&](const std::string& text) { progress.show(text); }, signals.token());
  progress.clear();
  const Outcome outcome = look(target, options, progress, signals.token());
  if (outcome.seen && outcome.seen->obstacle.empty()) {
    std::cout << '\n' << places_table(*outcome.seen);
  }
  std::cout << "\nverdict: " << to_string(outcome.run.verdict()) << std::endl;
  if (json_file.is_wanted()) {
    json_file.write(json_of(outcome));
  }
  return exit_code(outcome.run.verdict());
}

}  // namespace

void add_memory_command(CLI::App& app, Command& chosen) {
  auto* command =
      app.add_subcommand("memory", "Look in a core's memory for secrets that it has released");
  auto options = std::make_shared<MemoryOptions>();
  command->add_option("--core", options->target.core,
                      "The core, as for validate (else ORB_CORE_URL, else a private one)");
  command->add_option("--metrics", options->target.metrics,
                      "Its metrics page (else ORB_METRICS_URL, else "
                      "http://localhost:9091/metrics)");
  command->add_option("--core-binary", options->target.core_binary,
                      "The program of the private core (else the reference core)");
  add_witness_options(*command, options->witness);
  add_preload_options(*command, options->preload);
  add_progress_option(*command);
  command->add_option("--json", options->json_file, "Write the result as JSON");
  command->callback(
      [options, &chosen] { chosen = [options] { return look_at_memory(*options); }; });
}

}  // namespace orbbench::bench
