#include "checks/check.hpp"
#include "checks/ledger_delta.hpp"

namespace orbbench::bench {

CheckResult check_ledger_coverage(CheckContext& context) {
  const LedgerDelta delta = measure_scenario(context);
  CheckResult result;
  result.figures = {{"sites", static_cast<double>(context.expectations.sites().size())},
                    {"deallocations",
                     static_cast<double>(delta.after.deallocations - delta.before.deallocations)},
                    {"requests", static_cast<double>(delta.events.at("request"))}};
  result.tables.push_back(ledger_table(delta));
  if (delta.foreign_requests > 0) {
    result.summary = describe_disturbance(delta);
    return result;
  }
  result.evidence = find_unexpected(delta, context.expectations);
  result.verdict = result.evidence.empty() ? Verdict::Pass : Verdict::Fail;
  result.summary = result.evidence.empty()
                       ? "the scenario moves all " +
                             std::to_string(context.expectations.sites().size()) +
                             " sites by exactly the expected amounts"
                       : "not what the scenario must do to the ledger";
  return result;
}

}  // namespace orbbench::bench
