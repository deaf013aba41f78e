#include "soak/fault_judgement.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace orbbench::bench {
namespace {

/// What speaks against it; empty where nothing does.
std::string complaint(const std::optional<FaultReport>& report) {
  if (!report) {
    return "was never made";
  }
  if (!report->problem.empty()) {
    return "failed: " + report->problem;
  }
  return report->effects == 0 ? "had no effect" : "";
}

/// A soak that ended early did not come to what was to be later.
bool is_due(const PlannedFault& fault, const SoakRecord& record, const SoakEnd& end) {
  return end.reason == SoakEnd::Reason::Completed || fault.end() <= record.elapsed();
}

std::optional<FaultReport> report_on(std::size_t fault, const std::vector<FaultReport>& reports) {
  const auto found = std::ranges::find(reports, fault, &FaultReport::fault);
  return found == reports.end() ? std::nullopt : std::optional(*found);
}

/// What became of each that was begun or should have been, as rows and as lines of evidence.
void add_faults(const SoakPlan& plan, const SoakRecord& record, const SoakEnd& end,
                CheckResult& result) {
  Table table{"faults", {"fault", "effects", "problem"}, {}};
  const auto reports = record.faults();
  for (std::size_t i = 0; i < plan.faults.size(); ++i) {
    const auto report = report_on(i, reports);
    const bool was_due = is_due(plan.faults[i], record, end);
    if (!report && !was_due) {
      continue;
    }
    const std::string wrong = complaint(report);
    std::string line = plan.faults[i].text();
    table.rows.push_back({line, std::to_string(report ? report->effects : 0), wrong});
    if (!wrong.empty() && was_due) {
      result.evidence.push_back(line.append(" ").append(wrong));
    }
  }
  result.tables.push_back(std::move(table));
}

}  // namespace

CheckResult judge_faults(const SoakPlan& plan, const SoakRecord& record, const SoakEnd& end) {
  CheckResult result;
  result.name = "soak.faults";
  add_faults(plan, record, end, result);
  const auto& rows = result.tables.front().rows;
  const auto sound = static_cast<std::size_t>(
      std::ranges::count_if(rows, [](const auto& row) { return row[2].empty(); }));
  const OutcomeCounts& calls = record.in_faults();
  result.figures = {{"faults_planned", static_cast<double>(plan.faults.size())},
                    {"faults_effective", static_cast<double>(sound)},
                    {"calls_in_faults", static_cast<double>(calls.calls())},
                    {"errors_in_faults", static_cast<double>(calls.errors())}};
  result.summary = std::to_string(sound) + " of " + std::to_string(plan.faults.size()) +
                   " faults had an effect; of " + std::to_string(calls.calls()) +
                   " calls meanwhile " + std::to_string(calls.errors()) + " failed";
  if (!result.evidence.empty()) {
    result.verdict = Verdict::Invalid;
  } else {
    result.verdict = sound == plan.faults.size() ? Verdict::Pass : Verdict::Inconclusive;
  }
  return result;
}

}  // namespace orbbench::bench
