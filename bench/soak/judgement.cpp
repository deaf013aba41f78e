#include "soak/judgement.hpp"

#include <algorithm>

#include "soak/fault_judgement.hpp"
#include "soak/growth_judgement.hpp"
#include "soak/judgement_text.hpp"
#include "soak/latency_judgement.hpp"

namespace orbbench::bench {
namespace {

constexpr std::size_t kMostLines = 10;

CheckResult named(const char* name) {
  CheckResult result;
  result.name = name;
  return result;
}

CheckResult judge_end(const SoakPlan& plan, const SoakRecord& record, const SoakEnd& end) {
  CheckResult result = named("soak.end");
  const double elapsed = seconds_of(record.elapsed());
  const double planned = seconds_of(plan.scenario.arrivals.duration);
  result.figures = {{"elapsed_seconds", elapsed},
                    {"planned_seconds", planned},
                    {"intervals", static_cast<double>(record.intervals().size())},
                    {"core_restarts", static_cast<double>(record.restarts().size())}};
  result.evidence = record.restarts();
  const std::string after = "after " + text_of(elapsed) + " s of " + text_of(planned) + " s";
  if (end.reason == SoakEnd::Reason::CoreDied) {
    result.verdict = Verdict::Fail;
    result.summary = "the core died " + after + ": " + end.text;
    result.evidence.insert(result.evidence.end(), end.log.begin(), end.log.end());
  } else if (!record.restarts().empty()) {
    result.verdict = Verdict::Fail;
    result.summary = "the core restarted";
  } else if (end.reason == SoakEnd::Reason::Interrupted) {
    result.verdict = Verdict::Inconclusive;
    result.summary = "interrupted " + after;
  } else {
    result.verdict = Verdict::Pass;
    result.summary = "all of its " + text_of(planned) + " s";
  }
  return result;
}

/// Those that a declared fault may be blamed for.
void add_declared(const SoakRecord& record, CheckResult& result) {
  if (record.in_faults().calls() > 0) {
    result.figures.push_back({"calls_in_faults", static_cast<double>(record.in_faults().calls())});
    result.figures.push_back(
        {"errors_in_faults", static_cast<double>(record.in_faults().errors())});
  }
}

CheckResult judge_errors(const SoakRecord& record) {
  CheckResult result = named("soak.errors");
  const OutcomeCounts& outcomes = record.outcomes();
  result.figures = {{"calls", static_cast<double>(outcomes.calls())},
                    {"errors", static_cast<double>(outcomes.errors())}};
  for (const Outcome outcome : kOutcomes) {
    if (outcome != Outcome::Ok) {
      result.figures.push_back(
          {std::string("errors_") + to_string(outcome), static_cast<double>(outcomes[outcome])});
    }
  }
  add_declared(record, result);
  if (outcomes.calls() == 0) {
    result.summary = "no call was made";
  } else if (outcomes.errors() == 0) {
    result.verdict = Verdict::Pass;
    result.summary = "none of " + std::to_string(outcomes.calls()) + " calls failed";
  } else {
    result.verdict = Verdict::Fail;
    result.summary = std::to_string(outcomes.errors()) + " of " + std::to_string(outcomes.calls()) +
                     " calls failed";
    result.evidence.push_back("first error: " + record.first_error());
    for (const IntervalSummary& interval : record.intervals()) {
      if (interval.errors > 0 && result.evidence.size() <= kMostLines) {
        result.evidence.push_back("interval " + std::to_string(interval.index) + ": " +
                                  std::to_string(interval.errors) + " of " +
                                  std::to_string(interval.calls));
      }
    }
  }
  return result;
}

/// A core that cannot be looked at for a while may do anything meanwhile.
void note_missing_samples(const SoakRecord& record, CheckResult& result) {
  const auto missing =
      std::ranges::count_if(record.intervals(), [](const auto& one) { return !one.core; });
  if (missing > 0) {
    result.figures.push_back({"samples_missing", static_cast<double>(missing)});
    result.evidence.push_back("a sample is missing: " + record.sample_error());
  }
}

}  // namespace

std::vector<CheckResult> judge_soak(const SoakPlan& plan, const SoakRecord& record,
                                    const SoakEnd& end) {
  std::vector<CheckResult> checks{judge_end(plan, record, end),     judge_errors(record),
                                  judge_latency(plan, record, end), judge_memory(plan, record),
                                  judge_ledger(plan, record),       judge_resources(plan, record)};
  if (!plan.faults.empty()) {
    checks.push_back(judge_faults(plan, record, end));
  }
  note_missing_samples(record, checks.front());
  return checks;
}

}  // namespace orbbench::bench
