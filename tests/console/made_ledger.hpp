#pragma once

#include <map>
#include <string>

#include "orbbench/metrics/ledger.hpp"

namespace orbbench::tests {

/// A site of which all is in balance.
metrics::SiteAccount made_site(metrics::Priority priority, std::uint64_t allocations,
                               std::uint64_t deallocations);

/// A ledger with the totals of its sites.
metrics::Ledger made_ledger(const std::map<std::string, metrics::SiteAccount>& sites,
                            double process = 100);

}  // namespace orbbench::tests
