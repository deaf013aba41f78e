#include "compare_command.hpp"

#include <chrono>
#include <iostream>
#include <memory>
#include <string>

#include "duet_cores.hpp"
#include "duet_options.hpp"
#include "duet_run.hpp"
#include "orbbench/launcher/stop_signals.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "progress.hpp"
#include "progress_events.hpp"
#include "report/reports.hpp"
#include "result_file.hpp"

namespace orbbench::bench {
namespace {

struct CompareOptions {
  DuetCoreChoice baseline;
  DuetCoreChoice candidate;
  DuetOptions duet;
  std::string json_file;
};

std::string name_of(const DuetCoreChoice& choice) {
  if (!choice.address.empty()) {
    return orb_client::Endpoint::parse(choice.address).label();
  }
  return choice.program.empty() ? "the reference core" : choice.program.string();
}

RunResult run_comparison(const CompareOptions& options, const duet::PairSource& source,
                         const std::stop_token& stop) {
  orb_client::OrbRuntime runtime;
  Progress progress;
  RunResult run;
  run.core = name_of(options.candidate) + " against " + name_of(options.baseline);
  run.started_at = utc_now();
  const auto start = std::chrono::steady_clock::now();
  run.checks = run_duet(
      runtime, source, options.duet, [&](const std::string& text) { progress.show(text); }, stop);
  run.duration_seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return run;
}

int compare(const CompareOptions& options) {
  const launcher::StopSignals signals;
  ResultFile file(options.json_file);
  const duet::PairSource source = pair_of(options.baseline, options.candidate, signals.token());
  progress_events().started("compare",
                            {"duet.latency", "duet.deallocation", "duet.memory", "duet.errors"});
  const RunResult run = run_comparison(options, source, signals.token());
  std::cout << text_report(run) << std::flush;
  for (const CheckResult& check : run.checks) {
    progress_events().check(check);
  }
  if (file.is_wanted()) {
    file.write(json_report(run));
  }
  return exit_code(run.verdict());
}

void add_core_options(CLI::App& command, CompareOptions& options) {
  command.add_option("baseline", options.baseline.address,
                     "The core to compare with: IOR, corbaloc, corbaname, file with an IOR, "
                     "host:port (else a private one is started)");
  command.add_option("candidate", options.candidate.address, "The core that is compared, likewise");
  command.add_option("--metrics-a", options.baseline.metrics, "The baseline's metrics page");
  command.add_option("--metrics-b", options.candidate.metrics, "The candidate's metrics page");
  command.add_option("--core-binary-a", options.baseline.program,
                     "Start this program as the baseline (else the reference core)");
  command.add_option("--core-binary-b", options.candidate.program,
                     "Start this program as the candidate (else the reference core)");
}

}  // namespace

void add_compare_command(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand(
      "compare", "Compare two cores in a duet: latency, deallocation, memory, errors");
  auto options = std::make_shared<CompareOptions>();
  add_core_options(*command, *options);
  add_duet_options(*command, options->duet);
  add_progress_option(*command);
  command->add_option("--json", options->json_file, "Write the result as JSON");
  command->callback([options, &chosen] { chosen = [options] { return compare(*options); }; });
}

}  // namespace orbbench::bench
