#include "mutants_run.hpp"

#include <CLI/Option.hpp>
#include <CLI/Validators.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "checks/runner.hpp"
#include "orbbench/launcher/stop_signals.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "orbbench/process/program_path.hpp"
#include "progress.hpp"
#include "progress_events.hpp"
#include "result_file.hpp"
#include "selfcheck/mutant_run.hpp"

namespace orbbench::bench {
namespace {

using orb_client::ConfigError;
using namespace selfcheck;

LedgerExpectations expectations_of(const MutantsOptions& options) {
  if (options.expectations_file.empty()) {
    return LedgerExpectations::built_in();
  }
  std::ifstream file(options.expectations_file);
  if (!file) {
    throw ConfigError("cannot read the ledger expectations " + options.expectations_file);
  }
  return LedgerExpectations::parse(std::string(std::istreambuf_iterator<char>(file), {}),
                                   options.expectations_file);
}

std::filesystem::path core_of(const MutantsOptions& options) {
  auto program = options.core_binary.empty() ? process::program_beside_this("orbbench-core")
                                             : std::filesystem::path(options.core_binary);
  if (!std::filesystem::is_regular_file(program)) {
    throw ConfigError("there is no orbbench-core beside this program: name it with --core-binary");
  }
  return program;
}

std::filesystem::path null_wipe_library() {
  const auto bin = std::filesystem::read_symlink("/proc/self/exe").parent_path();
  auto library = bin.parent_path() / "lib" / "liborbbench_null_wipe.so";
  if (!std::filesystem::is_regular_file(library)) {
    throw ConfigError("selfcheck --mutants runs from a build tree: there is no " +
                      library.string());
  }
  return library;
}

/// Of the core's own sites, whatever the checks are told to expect.
std::vector<Mutant> chosen(const MutantsOptions& options) {
  std::vector<Mutant> mutants = all_mutants(LedgerExpectations::built_in());
  return options.sample == 0 ? mutants : sample_of(mutants, options.sample, options.seed);
}

CheckResult told_form(const MutantReport& report, std::size_t caught) {
  CheckResult result;
  result.name = "selfcheck.mutants";
  result.verdict = verdict_of(report);
  result.summary = std::to_string(caught) + " caught of " + std::to_string(report.asked);
  result.figures = {{"mutants_asked", static_cast<double>(report.asked)},
                    {"mutants_tried", static_cast<double>(report.trials.size())},
                    {"mutants_caught", static_cast<double>(caught)}};
  if (!report.broken_control.empty()) {
    result.evidence.push_back(report.broken_control);
  }
  return result;
}

}  // namespace

void add_mutants_options(CLI::App& command, MutantsOptions& options) {
  command.add_flag("--mutants", options.asked,
                   "Break the reference core in each way at each site: caught / injected");
  command.add_option("--sample", options.sample, "Of --mutants: only so many, drawn by --seed")
      ->check(CLI::Range(1, 100000));
  command.add_option("--core-binary", options.core_binary,
                     "Of --mutants: the core (else orbbench-core beside this program)");
  command.add_option(
      "--expectations", options.expectations_file,
      "Of --mutants: JSON file, what the checks expect of each site (else the 73 sites of the "
      "reference core)");
  command
      .add_option("--without", options.checks_off,
                  "Of --mutants: checks that are not asked, separated by commas; what only they "
                  "see survives")
      ->delimiter(',')
      ->check(CLI::IsMember(asked_checks()));
}

int run_mutants(const MutantsOptions& options) {
  const launcher::StopSignals signals;
  ResultFile json_file(options.json_file);
  progress_events().started("selfcheck", {"selfcheck.mutants"});
  Progress progress;
  orb_client::OrbRuntime runtime;
  Laboratory laboratory{runtime,
                        expectations_of(options),
                        core_of(options),
                        null_wipe_library(),
                        options.checks_off,
                        signals.token()};
  const std::vector<Mutant> mutants = chosen(options);
  std::string current;
  std::size_t done = 0;
  std::size_t caught = 0;
  laboratory.report = [&](const std::string& text) { progress.show(current + text); };
  const MutantReport report = selfcheck::run_mutants(laboratory, mutants, [&](const Trial& trial) {
    ++done;
    caught += trial.caught ? 1 : 0;
    current = std::to_string(done) + " of " + std::to_string(mutants.size()) + ", " +
              std::to_string(caught) + " caught: ";
    progress.show(current + trial.mutant.kind + " of " + trial.mutant.place);
  });
  progress.clear();
  std::cout << text_of(report) << "\nverdict: " << to_string(verdict_of(report)) << std::endl;
  progress_events().check(told_form(report, caught));
  if (json_file.is_wanted()) {
    json_file.write(json_of(report));
  }
  return exit_code(verdict_of(report));
}

}  // namespace orbbench::bench
