#include "made_ledger.hpp"

namespace orbbench::tests {

using metrics::Priority;

metrics::SiteAccount made_site(Priority priority, std::uint64_t allocations,
                               std::uint64_t deallocations) {
  const bool wiped = priority == Priority::Critical || priority == Priority::High;
  return {.priority = priority,
          .allocations = allocations,
          .deallocations = deallocations,
          .zeroizations = wiped ? deallocations : 0,
          .zeroized_octets = wiped ? deallocations * 16 : 0,
          .live_objects =
              static_cast<std::int64_t>(allocations) - static_cast<std::int64_t>(deallocations)};
}

metrics::Ledger made_ledger(const std::map<std::string, metrics::SiteAccount>& sites,
                            double process) {
  metrics::Ledger ledger;
  ledger.sites = sites;
  ledger.process_start_time = process;
  for (const auto& [name, site] : sites) {
    ledger.deallocations += site.deallocations;
    ledger.zeroizations += site.zeroizations;
    ledger.zeroized_octets += site.zeroized_octets;
    if (site.priority == Priority::Critical) {
      ledger.critical_deallocations += site.deallocations;
    }
  }
  return ledger;
}

}  // namespace orbbench::tests
