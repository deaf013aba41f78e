#include <algorithm>

#include "checks/check.hpp"
#include "checks/ledger_delta.hpp"

namespace orbbench::bench {
namespace {

std::uint64_t wiped_sites(const LedgerExpectations& expectations) {
  return static_cast<std::uint64_t>(
      std::count_if(expectations.sites().begin(), expectations.sites().end(), [](const auto& site) {
        return site.second.priority == metrics::Priority::Critical ||
               site.second.priority == metrics::Priority::High;
      }));
}

}  // namespace

CheckResult check_zeroization_count(CheckContext& context) {
  const LedgerDelta delta = measure_scenario(context);
  const std::uint64_t sites = wiped_sites(context.expectations);
  CheckResult result;
  result.figures = {
      {"sites", static_cast<double>(sites)},
      {"zeroizations", static_cast<double>(delta.after.zeroizations - delta.before.zeroizations)},
      {"zeroized_octets",
       static_cast<double>(delta.after.zeroized_octets - delta.before.zeroized_octets)},
      {"critical_deallocations", static_cast<double>(delta.after.critical_deallocations -
                                                     delta.before.critical_deallocations)}};
  if (delta.foreign_requests > 0) {
    result.summary = describe_disturbance(delta);
    return result;
  }
  result.evidence = find_unwiped(delta, context.expectations);
  result.verdict = result.evidence.empty() ? Verdict::Pass : Verdict::Fail;
  result.summary = result.evidence.empty() ? "each deallocation at the " + std::to_string(sites) +
                                                 " critical and high sites was counted as wiped"
                                           : "critical or high sites gave memory back unwiped";
  return result;
}

}  // namespace orbbench::bench
