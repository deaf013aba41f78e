#include "soak_command.hpp"

#include <iostream>
#include <memory>

#include "latency_load.hpp"
#include "load/scenario_table.hpp"
#include "load/tcp_floor.hpp"
#include "orbbench/launcher/stop_signals.hpp"
#include "progress.hpp"
#include "progress_events.hpp"
#include "report/reports.hpp"
#include "result_file.hpp"
#include "results/results.hpp"
#include "run_choice.hpp"
#include "shown_metrics.hpp"
#include "soak/core_sampler.hpp"
#include "soak/interval_keeper.hpp"
#include "soak/judgement.hpp"
#include "soak/soak_run.hpp"
#include "soak_core.hpp"
#include "soak_faults.hpp"
#include "soak_options.hpp"
#include "soak_store.hpp"
#include "soak_view.hpp"

namespace orbbench::bench {
namespace {

StoredSoak begin_soak(const SoakOptions& options) {
  return {store::make_uuid(), options, {}};
}

/// With what this invocation says of its own output.
StoredSoak resume_soak(const SoakOptions& given, const std::stop_token& stop) {
  StoredSoak soak = load_soak(given.resume, stop);
  soak.options.json_file = given.json_file;
  soak.options.junit_file = given.junit_file;
  soak.options.metrics_port = given.metrics_port;
  soak.options.push_url = given.push_url;
  soak.options.serve_after_s = given.serve_after_s;
  return soak;
}

SoakEnd run_part(const SoakPlan& plan, SoakCore& core, SoakSurroundings& surroundings,
                 SoakRecord& record, const std::stop_token& stop) {
  SoakFaults faults(plan, core);
  const LatencyLoad load = connect_load(core.target(), plan.scenario, faults.detour());
  load.warm_up(stop);
  CoreSampler sampler(metrics::Scraper(core.target().metrics()), load.core);
  TcpFloor floor(kPingRequestOctets, kPingReplyOctets);
  surroundings.lanes = load.lanes();
  surroundings.floor = [&] { floor.round_trip(); };
  surroundings.hands = faults.hands(load);
  surroundings.sample = [&](std::uint64_t calls) {
    if (core.is_own()) {
      sampler.follow(core.process());
    }
    return sampler.sample(calls);
  };
  surroundings.find_death = [&] { return core.find_death(); };
  SoakEnd end = SoakRun(plan, surroundings, record).run(stop);
  if (end.reason == SoakEnd::Reason::CoreDied) {
    end.log = core.log_lines();
  }
  return end;
}

/// Keeps the plan before the first call, so that what is killed can be resumed.
std::unique_ptr<IntervalKeeper> open_keeper(const StoredSoak& soak, const SoakCore& core) {
  if (soak.options.no_store) {
    return nullptr;
  }
  auto keeper = std::make_unique<IntervalKeeper>(soak.id, tell_user);
  if (soak.record.intervals().empty()) {
    SoakOptions options = soak.options;
    if (!core.is_own()) {
      options.target.core = core.target().core();
      options.target.metrics = core.target().metrics();
    }
    keeper->keep(stored_plan(soak.id, options));
  }
  std::cout << "soak: " << soak.id << std::endl;
  return keeper;
}

ProgressInterval told_form(const SoakInterval& interval, const SoakPlan& plan) {
  ProgressInterval told;
  told.series = "soak." + plan.scenario.name;
  told.length = interval.length;
  told.left = (plan.intervals() - interval.index - 1) * plan.interval;
  told.calls = interval.calls.outcomes.calls();
  told.errors = interval.calls.outcomes.errors();
  told.latencies = interval.calls.times.from_intended.expand();
  return told;
}

RunResult run_soak(StoredSoak& soak, const SoakPlan& plan, ShownMetrics& served,
                   const std::stop_token& stop) {
  Progress progress;
  SoakView view(progress, plan);
  SoakCore core(
      soak.options.target, core_faults_of(plan.faults),
      [&](const std::string& text) { progress.show(text); }, stop);
  const auto keeper = open_keeper(soak, core);
  SoakSurroundings surroundings;
  surroundings.keep = [&](const SoakInterval& interval) {
    if (keeper) {
      keeper->keep(interval);
    }
    progress_events().interval(told_form(interval, plan));
  };
  surroundings.show = [&](const SoakRecord& record, std::chrono::nanoseconds left) {
    served.update(record);
    view.show(record, left);
  };
  RunResult run;
  run.core = core.target().core();
  run.started_at = utc_now();
  const SoakEnd end = run_part(plan, core, surroundings, soak.record, stop);
  view.clear();
  run.duration_seconds = std::chrono::duration<double>(soak.record.elapsed()).count();
  run.checks = judge_soak(plan, soak.record, end);
  run.checks.front().tables.push_back(scenario_table(plan.scenario));
  return run;
}

void print(const RunResult& run) {
  for (const CheckResult& check : run.checks) {
    std::cout << text_line(check);
    progress_events().check(check);
  }
  std::cout << "\nverdict: " << to_string(run.verdict()) << "\n" << std::flush;
}

int soak(const SoakOptions& given) {
  const launcher::StopSignals signals;
  SoakOptions options = given;
  complete(options);
  plan_of(options);  // what is wrong with it is said before anything is started
  if (!options.no_store) {
    require_results_settings();
  }
  ResultFile json_file(options.json_file);
  ResultFile junit_file(options.junit_file);
  StoredSoak soak =
      options.resume.empty() ? begin_soak(options) : resume_soak(options, signals.token());
  const SoakPlan plan = plan_of(soak.options);
  progress_events().started("soak", {"soak." + plan.scenario.name});
  ShownMetrics served(soak.options, plan, signals.token());
  const RunResult run = run_soak(soak, plan, served, signals.token());
  print(run);
  if (json_file.is_wanted()) {
    json_file.write(json_report(run));
  }
  if (junit_file.is_wanted()) {
    junit_file.write(junit_report(run));
  }
  if (!options.no_store) {
    const store::StoredRun stored = stored_result(soak.id, run, soak.record);
    keep_run(stored, tell_user);
    std::cout << "run: " << stored.uuid << std::endl;
    progress_events().kept(stored.uuid);
  }
  served.finish(run.verdict(), signals.token());
  return exit_code(run.verdict());
}

}  // namespace

void add_soak_command(CLI::App& app, Command& chosen) {
  auto* command =
      app.add_subcommand("soak", "Load a core for hours: does it leak, slow down, or lose count?");
  auto options = std::make_shared<SoakOptions>();
  add_soak_options(*command, *options);
  add_progress_option(*command);
  command->callback([options, &chosen] { chosen = [options] { return soak(*options); }; });
}

}  // namespace orbbench::bench
