#include "selfcheck/mutant_run.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "orbbench/metrics/scraper.hpp"
#include "orbbench/orb_client/errors.hpp"

namespace orbbench::selfcheck {
namespace {

using nlohmann::json;

struct Tally {
  std::string kind;
  std::size_t injected = 0;
  std::size_t caught = 0;
  double seconds = 0;
};

void add(Tally& tally, const Trial& trial) {
  ++tally.injected;
  tally.caught += trial.caught ? 1 : 0;
  tally.seconds += trial.seconds;
}

/// By kind, in the order in which they came; the total last.
std::vector<Tally> tallies_of(const MutantReport& report) {
  std::vector<Tally> tallies;
  Tally total{.kind = "all"};
  for (const Trial& trial : report.trials) {
    if (tallies.empty() || tallies.back().kind != trial.mutant.kind) {
      tallies.push_back({.kind = trial.mutant.kind});
    }
    add(tallies.back(), trial);
    add(total, trial);
  }
  tallies.push_back(total);
  return tallies;
}

std::string row(const Tally& tally) {
  char text[96];
  std::snprintf(text, sizeof text, "%-24s %8zu %8zu %9.1f\n", tally.kind.c_str(), tally.injected,
                tally.caught, tally.seconds);
  return text;
}

bool has_survivor(const MutantReport& report) {
  return std::any_of(report.trials.begin(), report.trials.end(),
                     [](const Trial& trial) { return !trial.caught; });
}

/// What keeps a trial from being made; nothing once it was made and is in the report.
std::string obstacle_to(TrialGroup& group, const Mutant& mutant, MutantReport& report) {
  try {
    report.trials.push_back(group.judge(mutant));
    return "";
  } catch (const orb_client::CallError& error) {
    return error.what();
  } catch (const metrics::ScrapeError& error) {
    return error.what();
  }
}

/// On a busy machine a core may answer too late once. One that does so again is no reason to lose
/// what was found before.
void judge(TrialGroup& group, const Mutant& mutant, MutantReport& report) {
  if (obstacle_to(group, mutant, report).empty()) {
    return;
  }
  const std::string obstacle = obstacle_to(group, mutant, report);
  if (!obstacle.empty()) {
    throw ControlFailed(mutant.kind + " of " + mutant.place + " could not be tried: " + obstacle);
  }
}

void try_kind(Laboratory& laboratory, const std::vector<Mutant>& mutants, std::size_t& next,
              MutantReport& report, const std::function<void(const Trial&)>& on_trial) {
  const std::string kind = mutants[next].kind;
  laboratory.report(kind + ": the sound core first");
  TrialGroup group(laboratory);
  group.begin(mutants[next]);
  for (; next < mutants.size() && mutants[next].kind == kind; ++next) {
    if (laboratory.stop.stop_requested()) {
      return;
    }
    judge(group, mutants[next], report);
    on_trial(report.trials.back());
  }
  group.end();
}

}  // namespace

MutantReport run_mutants(Laboratory& laboratory, const std::vector<Mutant>& mutants,
                         const std::function<void(const Trial&)>& on_trial) {
  MutantReport report{.asked = mutants.size()};
  const auto start = std::chrono::steady_clock::now();
  try {
    for (std::size_t next = 0; next < mutants.size() && !laboratory.stop.stop_requested();) {
      try_kind(laboratory, mutants, next, report, on_trial);
    }
  } catch (const ControlFailed& failure) {
    report.broken_control = failure.what();
  } catch (const bench::Interrupted&) {
    // What was tried before is reported.
  }
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return report;
}

bench::Verdict verdict_of(const MutantReport& report) {
  if (has_survivor(report)) {
    return bench::Verdict::Fail;
  }
  if (!report.broken_control.empty()) {
    return bench::Verdict::Invalid;
  }
  const bool is_whole = report.asked > 0 && report.trials.size() == report.asked;
  return is_whole ? bench::Verdict::Pass : bench::Verdict::Inconclusive;
}

std::string text_of(const MutantReport& report) {
  std::string text = "kind                     injected   caught   seconds\n";
  for (const Tally& tally : tallies_of(report)) {
    text += row(tally);
  }
  for (const Trial& trial : report.trials) {
    if (!trial.caught) {
      text += "survived: " + trial.mutant.kind + " of " + trial.mutant.place + ": " + trial.reason +
              "\n";
    }
  }
  if (!report.broken_control.empty()) {
    text += "not to be trusted: " + report.broken_control + "\n";
  }
  if (report.trials.size() < report.asked) {
    text += "not tried: " + std::to_string(report.asked - report.trials.size()) + " of " +
            std::to_string(report.asked) + "\n";
  }
  return text;
}

std::string json_of(const MutantReport& report) {
  json kinds = json::array();
  for (const Tally& tally : tallies_of(report)) {
    kinds.push_back({{"kind", tally.kind},
                     {"injected", tally.injected},
                     {"caught", tally.caught},
                     {"seconds", tally.seconds}});
  }
  json trials = json::array();
  for (const Trial& trial : report.trials) {
    trials.push_back({{"kind", trial.mutant.kind},
                      {"place", trial.mutant.place},
                      {"caught", trial.caught},
                      {"reason", trial.reason},
                      {"seconds", trial.seconds}});
  }
  const json document{{"verdict", to_string(verdict_of(report))},
                      {"asked", report.asked},
                      {"seconds", report.seconds},
                      {"broken_control", report.broken_control},
                      {"kinds", kinds},
                      {"mutants", trials}};
  return document.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace orbbench::selfcheck
