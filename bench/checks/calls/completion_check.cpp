#include <algorithm>
#include <optional>

#include "checks/calls/call_laws.hpp"
#include "checks/calls/fault_mixture.hpp"
#include "faults/fault_proxy.hpp"

namespace orbbench::bench {
namespace {

constexpr std::size_t kMostEvidence = 20;

CallLawSettings settings_of(const CheckContext& context) {
  CallLawSettings settings;
  settings.calls = context.settings.law_calls;
  settings.faults = lawful_mixture("execute", settings.call_budget);
  return settings;
}

std::vector<Figure> figures_of(const CallLawObservation& seen) {
  const AuditCounts counts = count_calls(seen.calls);
  std::uint64_t effects = 0;
  for (const faults::FaultStatistics& fault : seen.faults) {
    effects += fault.effects;
  }
  return {{"calls", static_cast<double>(seen.calls.size())},
          {"returned", static_cast<double>(counts.returned)},
          {"completed_no", static_cast<double>(counts.told_no)},
          {"completed_yes", static_cast<double>(counts.told_yes)},
          {"completed_maybe", static_cast<double>(counts.told_maybe)},
          {"maybe_executed", static_cast<double>(counts.maybe_executed)},
          {"faults", static_cast<double>(seen.faults.size())},
          {"fault_effects", static_cast<double>(effects)},
          {"duration_ms", static_cast<double>(seen.duration.count())}};
}

CheckResult judge(const CallLawObservation& seen) {
  CheckResult result;
  result.figures = figures_of(seen);
  result.evidence = find_broken_laws(seen);
  if (!result.evidence.empty()) {
    result.verdict = Verdict::Fail;
    result.summary = std::to_string(result.evidence.size()) + " breaches of the laws of a call";
    result.evidence.resize(std::min(result.evidence.size(), kMostEvidence));
    return result;
  }
  result.evidence = faults::without_effect(seen.faults);
  if (!result.evidence.empty()) {
    result.verdict = Verdict::Invalid;
    result.summary = std::to_string(result.evidence.size()) + " faults had no effect";
    return result;
  }
  result.verdict = Verdict::Pass;
  result.summary = "under " + std::to_string(seen.faults.size()) +
                   " faults the core executed what each caller was told";
  return result;
}

}  // namespace

CheckResult check_call_completion(CheckContext& context) {
  return judge(observe_calls(context, settings_of(context)));
}

}  // namespace orbbench::bench
