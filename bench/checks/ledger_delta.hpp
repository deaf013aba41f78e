#pragma once

#include <string>
#include <vector>

#include "checks/check.hpp"
#include "orbbench/metrics/ledger.hpp"

namespace orbbench::bench {

/// What one scenario, alone on the core, did to the ledger.
struct LedgerDelta {
  metrics::Ledger before;
  metrics::Ledger after;
  EventCounts events;
  std::uint64_t foreign_requests = 0;  ///< requests in between that were not the scenario's
};

/// Runs the scenario between two scrapes, waiting up to half a second for the core to give back
/// what the last call used. Repeats it, three times at most, while other clients call the core.
LedgerDelta measure_scenario(CheckContext& context);

/// Why a delta with foreign requests decides nothing.
std::string describe_disturbance(const LedgerDelta& delta);

/// What differs from the expectations, one line a site: empty when all is as expected.
std::vector<std::string> find_unexpected(const LedgerDelta& delta,
                                         const LedgerExpectations& expectations);

/// By site, what the scenario moved: table "ledger".
Table ledger_table(const LedgerDelta& delta);

/// What is wrong with the zeroisations of critical and high sites.
std::vector<std::string> find_unwiped(const LedgerDelta& delta,
                                      const LedgerExpectations& expectations);

}  // namespace orbbench::bench
