#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "console/chart.hpp"
#include "console/ledger_history.hpp"
#include "orbbench/metrics/ledger.hpp"

namespace orbbench::console {

/// What a site, or the sites of a priority, count now, and by how much that is more than at the
/// mark.
struct LedgerLine {
  struct Figures {
    std::int64_t allocations = 0;
    std::int64_t deallocations = 0;
    std::int64_t zeroizations = 0;
    std::int64_t zeroized_octets = 0;
    std::int64_t live_objects = 0;
    bool operator==(const Figures&) const = default;
  };

  std::string name;           ///< the site; of totals "critical", ..., "all"
  std::string priority = {};  ///< "critical"; of totals the number of their sites, "12 sites"
  Figures now = {};
  std::optional<Figures> since = {};  ///< the mark; nothing where there is none
  std::string words = {};             ///< "balanced", or which rule is broken, and by what
  bool broken = false;
};

/// One for each site, by name. A mark of another process than the ledger's counts as none.
std::vector<LedgerLine> site_lines(const metrics::Ledger& ledger, const metrics::Ledger* mark,
                                   const std::vector<BrokenRule>& broken);

/// Critical, high, medium, low, all.
std::vector<LedgerLine> total_lines(const metrics::Ledger& ledger, const metrics::Ledger* mark,
                                    const std::vector<BrokenRule>& broken);

/// Live objects over time: a line for each priority.
Chart live_chart(const LedgerHistory& history);

}  // namespace orbbench::console
