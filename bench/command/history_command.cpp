#include "history_command.hpp"

#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>

#include "changes_report.hpp"
#include "figure_changes.hpp"
#include "orbbench/launcher/stop_signals.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "orbbench/store/run_json.hpp"
#include "results/results.hpp"
#include "run_choice.hpp"

namespace orbbench::bench {
namespace {

constexpr std::size_t kMostRuns = 1'000'000;

// A test looks at every pair of runs, some thousand times.
constexpr std::size_t kMostRunsOfSeries = 1000;

struct HistoryOptions {
  store::RunFilter filter;
  std::size_t keep = 0;  ///< 0: all
  bool json = false;
  bool changes = false;
  std::string run;
  CLI::Option* limit = nullptr;
  store::SeriesQuery series{.figures = {"latency_us_p50", "latency_us_p99",
                                        "achieved_calls_per_second", "capacity_calls_per_second"}};
  metrics::ChangePointSearch search{.least_change = 0.01};
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
}

/// Of what kind and how many, as for a list.
store::SeriesQuery series_query(const HistoryOptions& options) {
  store::SeriesQuery query = options.series;
  query.kind = options.filter.kind.empty() ? query.kind : options.filter.kind;
  query.limit = options.limit->count() == 0 ? query.limit : options.filter.limit;
  if (query.limit > kMostRunsOfSeries) {
    throw orb_client::ConfigError("--changes looks at " + std::to_string(kMostRunsOfSeries) +
                                  " runs at the most: give a smaller --limit");
  }
  return query;
}

void show_changes(store::ResultsStore& store, const store::SeriesQuery& query,
                  const HistoryOptions& options) {
  const std::vector<SeriesChanges> all = find_changes(store, query, options.search);
  if (all.empty() && !options.json) {
    tell_user("there are no such figures; `orbbench latency --store` keeps some");
  }
  std::cout << (options.json ? changes_json(all, options.search)
                             : changes_text(all, options.search));
}

void show_runs(store::ResultsStore& store, const HistoryOptions& options) {
  const auto runs = store.list(options.filter);
  if (runs.empty() && !options.json) {
    tell_user("there are no such runs; `orbbench validate --store` keeps one");
  }
  print(runs, options.json);
}

/// Without its histograms, which nobody reads and which are most of it.
void show_run(store::ResultsStore& store, const std::string& given) {
  auto run = store.load(choose_run(store, given));
  if (!run) {
    throw orb_client::ConfigError("run " + given + " was removed meanwhile");
  }
  run->histograms.clear();
  std::cout << store::to_json(*run, store::JsonLayout::Indented) << '\n';
}

int show_history(const HistoryOptions& options) {
  const launcher::StopSignals signals;
  const store::SeriesQuery query = options.changes ? series_query(options) : store::SeriesQuery{};
  Results results = Results::open(tell_user, signals.token());
  if (options.keep > 0) {
    const std::size_t removed = results.store().retain(options.keep);
    tell_user("removed " + std::to_string(removed) + (removed == 1 ? " run" : " runs"));
  }
  if (!options.run.empty()) {
    show_run(results.store(), options.run);
  } else if (options.changes) {
    show_changes(results.store(), query, options);
  } else {
    show_runs(results.store(), options);
  }
  if (!std::cout.flush()) {
    throw std::runtime_error("could not write the history: is the disk full?");
  }
  return 0;
}

void add_changes_options(CLI::App& command, HistoryOptions& options) {
  constexpr double kMostChange = 10;
  auto* changes = command.add_flag("--changes", options.changes,
                                   "When p50, p99 and throughput changed, and with which run");
  command
      .add_option("--figure", options.series.figures,
                  "Look at these figures instead, by commas: latency_us_p95,ratio_to_floor_p50")
      ->delimiter(',')
      ->needs(changes);
  command.add_option("--check", options.series.check, "Only those of this check: latency.ping")
      ->needs(changes);
  command.add_option("--seed", options.search.seed, "Of the shuffled series that a test needs")
      ->capture_default_str()
      ->needs(changes);
  command
      .add_option("--least-change", options.search.least_change,
                  "Do not tell of smaller ones: 0.01 is 1 %")
      ->check(CLI::Range(0.0, kMostChange))
      ->capture_default_str()
      ->needs(changes);
}

}  // namespace

void add_history_command(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand("history", "List the runs that were kept, the latest first");
  auto options = std::make_shared<HistoryOptions>();
  command->add_option("--kind", options->filter.kind,
                      "Only runs of this kind: validate, latency, interop, soak; soak.interval and "
                      "soak.plan are listed "
                      "only so");
  options->limit = command
                       ->add_option("--limit", options->filter.limit,
                                    "So many at the most; with --changes, so many of the latest "
                                    "of each series (else 500)")
                       ->check(CLI::Range(std::size_t{1}, kMostRuns))
                       ->capture_default_str();
  command
      ->add_option("--keep", options->keep,
                   "First remove all but so many of the latest runs of each kind, a soak with its "
                   "intervals; those that are baselines stay")
      ->check(CLI::Range(std::size_t{1}, kMostRuns));
  command->add_flag("--json", options->json, "As JSON");
  command->add_option("--run", options->run,
                      "Print this run as JSON, but for its histograms: its id, or how it begins");
  add_changes_options(*command, *options);
  command->callback([options, &chosen] { chosen = [options] { return show_history(*options); }; });
}

}  // namespace orbbench::bench
