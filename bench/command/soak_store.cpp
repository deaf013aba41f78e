#include "soak_store.hpp"

#include <algorithm>

#include "orbbench/orb_client/errors.hpp"
#include "results/fingerprint.hpp"
#include "results/results.hpp"
#include "results/stored_form.hpp"
#include "run_choice.hpp"
#include "soak/interval_form.hpp"
#include "soak/soak_points.hpp"

namespace orbbench::bench {
namespace {

using orb_client::ConfigError;

constexpr const char* kOptions = "options";

std::string result_id(const std::string& soak) {
  return id_within(soak, "result");
}

double seconds(std::chrono::nanoseconds duration) {
  return std::chrono::duration<double>(duration).count();
}

SoakOptions options_in(const store::StoredRun& plan) {
  const auto found = std::ranges::find(plan.tables, kOptions, &store::StoredTable::name);
  if (plan.kind != kPlanKind || found == plan.tables.end()) {
    throw ConfigError("run " + plan.uuid + " is of kind " + plan.kind +
                      "; what can be resumed is a " + kPlanKind);
  }
  return options_of(found->rows);
}

}  // namespace

StoredSoak load_soak(const std::string& given, const std::stop_token& stop) {
  Results results = Results::open(tell_user, stop);
  StoredSoak soak;
  soak.id = choose_run(results.store(), given);
  const auto plan = results.store().load(soak.id);
  if (!plan) {
    throw ConfigError("the soak was removed just now");
  }
  soak.options = options_in(*plan);
  if (results.store().load(result_id(soak.id))) {
    throw ConfigError("that soak has come to its end: its result is run " + result_id(soak.id));
  }
  while (const auto run =
             results.store().load(interval_id(soak.id, soak.record.intervals().size()))) {
    soak.record.add(read_interval(*run));
  }
  return soak;
}

store::StoredRun stored_plan(const std::string& id, const SoakOptions& options) {
  store::StoredRun run;
  run.uuid = id;
  run.kind = kPlanKind;
  run.started = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
  run.verdict = to_string(Verdict::Inconclusive);
  run.commit = commit_under_measurement();
  run.fingerprint = machine_fingerprint();
  run.tables.push_back({"", kOptions, {"name", "value"}, rows_of(options)});
  return run;
}

store::StoredRun stored_result(const std::string& id, const RunResult& run,
                               const SoakRecord& record) {
  store::StoredRun stored = stored_form(run, kSoakKind);
  stored.uuid = result_id(id);
  stored.fingerprint["soak"] = id;
  add_points(record, stored);
  return stored;
}

std::optional<FinishedSoak> last_finished(const std::stop_token& stop) try {
  Results results = Results::open(tell_user, stop);
  const auto runs = results.store().list({.kind = kSoakKind, .limit = 1});
  const auto run = runs.empty() ? std::nullopt : results.store().load(runs.front().uuid);
  if (!run) {
    return std::nullopt;
  }
  const auto duration =
      std::ranges::find(run->figures, "duration_seconds", &store::StoredFigure::name);
  const double length = duration == run->figures.end() ? 0 : duration->value;
  return FinishedSoak{run->verdict, seconds(run->started.time_since_epoch()) + length};
} catch (const store::StoreError& error) {
  tell_user(std::string("the last soak's end is not known: ") + error.what());
  return std::nullopt;
} catch (const launcher::StackInterrupted&) {
  throw;
} catch (const launcher::StackError& error) {
  tell_user(std::string("the last soak's end is not known: ") + error.what());
  return std::nullopt;
}

}  // namespace orbbench::bench
