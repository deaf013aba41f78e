#include "preload_run.hpp"

#include <CLI/Option.hpp>
#include <iostream>

#include "memory/preload/canary_calls.hpp"
#include "memory/preload/free_report.hpp"
#include "memory/preload/watched_core.hpp"
#include "orbbench/launcher/stop_signals.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "orbbench/process/program_path.hpp"
#include "progress.hpp"
#include "progress_events.hpp"
#include "report/reports.hpp"
#include "result_file.hpp"

namespace orbbench::bench {
namespace {

using namespace free_witness;

WatchedCore::Settings settings_of(const PreloadOptions& options) try {
  return {.program = process::find_on_path(options.program),
          .arguments = options.arguments,
          .reference = options.core};
} catch (const std::runtime_error& error) {
  throw orb_client::ConfigError(error.what());
}

void drive(WatchedCore& core, orb_client::OrbRuntime& runtime, Progress& progress,
           const std::stop_token& stop, WatchedRun& run) {
  orb_client::ConnectionPool pool(runtime, orb_client::Endpoint::parse(core.reference()),
                                  {.lanes = 1, .waiters = 0});
  auto lane = pool.lease(orb_client::Deadline::after(std::chrono::seconds(5)));
  progress.show("sending canaries");
  run.calls = send_canaries(core.record(), *lane, stop);
  progress.show("timing calls with and without the witness looking");
  run.ping_ratio = ping_ratio_while_watched(core.record(), *lane);
}

WatchedRun watch(const PreloadOptions& options, Progress& progress, const std::stop_token& stop) {
  orb_client::OrbRuntime runtime;
  progress.show("starting " + options.program);
  WatchedCore core(runtime, settings_of(options), stop);
  WatchedRun run;
  drive(core, runtime, progress, stop, run);
  progress.show("ending the core: it gives back what it still holds");
  core.stop();
  run.sighting = core.record().read();
  return run;
}

}  // namespace

void add_preload_options(CLI::App& command, PreloadOptions& options) {
  auto* preload = command.add_option(
      "--preload", options.program,
      "Start this core under the free-time witness, and report blocks given back with a canary "
      "inside; its arguments follow after --");
  command.add_option("arguments", options.arguments, "Of the program of --preload")->needs(preload);
  command
      .add_option("--call-paths", options.call_paths,
                  "Of --preload: how many call paths the table of unwiped blocks has")
      ->check(CLI::Range(0, 4096))
      ->capture_default_str();
}

int run_preload(const PreloadOptions& options) {
  const launcher::StopSignals signals;
  ResultFile json_file(options.json_file);
  Progress progress;
  progress_events().started("memory", {options.program});
  const WatchedRun run = watch(options, progress, signals.token());
  progress.clear();
  Symbols symbols(run.sighting.modules);
  const CheckResult result = judge(run, symbols);
  progress_events().check(result);
  std::cout << text_line(result) << '\n'
            << unwiped_table(run.sighting, symbols, options.call_paths)
            << "\nverdict: " << to_string(result.verdict) << std::endl;
  if (json_file.is_wanted()) {
    json_file.write(json_report(run, result, symbols));
  }
  return exit_code(result.verdict);
}

}  // namespace orbbench::bench
