#include "worker/soak_conclusion.hpp"

#include <algorithm>

#include "load/scenario_table.hpp"
#include "orbbench/store/run_json.hpp"
#include "results/stored_form.hpp"
#include "soak/interval_form.hpp"
#include "soak/judgement.hpp"
#include "soak/soak_points.hpp"
#include "soak/soak_record.hpp"

namespace orbbench::bench {
namespace {

constexpr std::size_t kMostLines = 10;

double seconds(std::chrono::nanoseconds duration) {
  return std::chrono::duration<double>(duration).count();
}

std::vector<MeasuredItem> measured_items(const std::vector<work::ItemInfo>& items) {
  std::vector<MeasuredItem> measured;
  for (const work::ItemInfo& item : items) {
    if (item.state == work::ItemState::Done) {
      measured.push_back({item.leased_by, read_interval(store::parse_run(item.result))});
    }
  }
  return measured;
}

void add_evidence(const std::string& line, CheckResult& check) {
  if (check.evidence.size() < kMostLines) {
    check.evidence.push_back(line);
  }
}

/// An attempt that failed made calls that no item counts: the core failed one of them before the
/// first that is measured, or could not be reached. One that was lost says nothing of the core.
CheckResult judge_items(const SharedSoak& soak, const std::vector<work::ItemInfo>& items) {
  CheckResult check;
  check.name = "soak.items";
  std::size_t done = 0;
  std::size_t leases = 0;
  std::size_t failed = 0;
  for (const work::ItemInfo& item : items) {
    const std::string name = "item " + std::to_string(item.ordinal);
    leases += item.history.size();
    if (item.state == work::ItemState::Done) {
      ++done;
    } else {
      add_evidence(name + ": " + item.error, check);
    }
    for (const work::Attempt& attempt : item.history) {
      if (attempt.outcome == "failed") {
        ++failed;
        add_evidence(name + ", attempt of " + attempt.worker + ": " + attempt.error, check);
      }
    }
  }
  check.figures = {{"items", static_cast<double>(soak.items())},
                   {"items_done", static_cast<double>(done)},
                   {"leases", static_cast<double>(leases)},
                   {"attempts_failed", static_cast<double>(failed)}};
  check.verdict = done == soak.items() && failed == 0 ? Verdict::Pass : Verdict::Fail;
  check.summary = std::to_string(done) + " of " + std::to_string(soak.items()) + " items are done";
  if (failed > 0) {
    check.summary += ", " + std::to_string(failed) + (failed == 1 ? " attempt" : " attempts") +
                     " failed before it could be measured";
  }
  return check;
}

CheckResult judge_rate(const SharedSoak& soak, const std::vector<MeasuredItem>& items) {
  CheckResult check;
  check.name = "soak.rate";
  const auto apart = stretches_apart(soak, items);
  check.figures = {{"generators", static_cast<double>(soak.generators)},
                   {"stretches", static_cast<double>(soak.plan.intervals())},
                   {"stretches_apart", static_cast<double>(apart.size())}};
  check.verdict = apart.empty() ? Verdict::Pass : Verdict::Inconclusive;
  check.summary = apart.empty()
                      ? "the generators of each stretch worked at the same time"
                      : "less than the rate was offered: in " + std::to_string(apart.size()) +
                            " of " + std::to_string(soak.plan.intervals()) +
                            " stretches the generators did not work at the same time";
  return check;
}

Table items_table(const SharedSoak& soak, const std::vector<MeasuredItem>& items) {
  Table table{"items", {"item", "stretch", "worker", "started", "calls", "errors"}, {}};
  for (const MeasuredItem& item : items) {
    const OutcomeCounts& outcomes = item.interval.calls.outcomes;
    table.rows.push_back({std::to_string(item.interval.index),
                          std::to_string(soak.stretch_of(item.interval.index)), item.worker,
                          store::to_text(item.interval.started), std::to_string(outcomes.calls()),
                          std::to_string(outcomes.errors())});
  }
  return table;
}

std::string start_of(const work::RunInfo& run, const SoakRecord& record,
                     const std::vector<SoakInterval>& stretches) {
  return store::to_text(record.intervals().empty() ? run.created_at : stretches.front().started);
}

}  // namespace

store::StoredRun conclude_soak(const SharedSoak& soak, const work::RunInfo& run,
                               const std::vector<work::ItemInfo>& items) {
  const std::vector<MeasuredItem> measured = measured_items(items);
  const std::vector<SoakInterval> stretches = merge_stretches(soak, measured);
  SoakRecord record;
  std::ranges::for_each(stretches, [&](const SoakInterval& one) { record.add(one); });
  const bool is_whole = stretches.size() == soak.plan.intervals();
  const SoakEnd end{is_whole ? SoakEnd::Reason::Completed : SoakEnd::Reason::Interrupted};

  RunResult result;
  result.id = run.work_id;
  result.core = soak.core;
  result.started_at = start_of(run, record, stretches);
  result.duration_seconds = seconds(record.elapsed());
  result.checks = judge_soak(soak.plan, record, end);
  result.checks.push_back(judge_items(soak, items));
  result.checks.push_back(judge_rate(soak, measured));
  result.checks.front().tables = {scenario_table(soak.plan.scenario), items_table(soak, measured)};
  store::StoredRun stored = stored_form(result, kSoakKind);
  add_points(record, stored);
  return stored;
}

}  // namespace orbbench::bench
