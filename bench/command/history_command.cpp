#include "history_command.hpp"

#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>

#include "orbbench/launcher/stop_signals.hpp"
#include "results/results.hpp"
#include "run_choice.hpp"

namespace orbbench::bench {
namespace {

constexpr std::size_t kMostRuns = 1'000'000;

struct HistoryOptions {
  store::RunFilter filter;
  std::size_t keep = 0;  ///< 0: all
  bool json = false;
};

void print(const std::vector<store::RunSummary>& runs, bool json) {
  if (json) {
    std::cout << '[';
    for (std::size_t i = 0; i < runs.size(); ++i) {
      std::cout << (i == 0 ? "\n  " : ",\n  ") << json_of(runs[i]);
    }
    std::cout << (runs.empty() ? "]\n" : "\n]\n");
  } else {
    for (const store::RunSummary& run : runs) {
      print_line(std::cout, run);
    }
  }
  if (!std::cout.flush()) {
    throw std::runtime_error("could not write the history: is the disk full?");
  }
}

int show_history(const HistoryOptions& options) {
  const launcher::StopSignals signals;
  Results results = Results::open(tell_user, signals.token());
  if (options.keep > 0) {
    const std::size_t removed = results.store().retain(options.keep);
    tell_user("removed " + std::to_string(removed) + (removed == 1 ? " run" : " runs"));
  }
  const auto runs = results.store().list(options.filter);
  if (runs.empty() && !options.json) {
    tell_user("there are no such runs; `orbbench validate --store` keeps one");
  }
  print(runs, options.json);
  return 0;
}

}  // namespace

void add_history_command(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand("history", "List the runs that were kept, the latest first");
  auto options = std::make_shared<HistoryOptions>();
  command->add_option("--kind", options->filter.kind, "Only runs of this kind: validate, latency");
  command->add_option("--limit", options->filter.limit, "So many at the most")
      ->check(CLI::Range(std::size_t{1}, kMostRuns))
      ->capture_default_str();
  command
      ->add_option("--keep", options->keep,
                   "First remove all but so many of the latest runs of each kind; those that are "
                   "baselines stay")
      ->check(CLI::Range(std::size_t{1}, kMostRuns));
  command->add_flag("--json", options->json, "As a JSON array");
  command->callback([options, &chosen] { chosen = [options] { return show_history(*options); }; });
}

}  // namespace orbbench::bench
