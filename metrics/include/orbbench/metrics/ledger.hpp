#pragma once

#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "orbbench/metrics/exposition.hpp"

namespace orbbench::metrics {

enum class Priority { Critical, High, Medium, Low };

/// What the core says of one deallocation site.
struct SiteAccount {
  Priority priority = Priority::Low;
  std::uint64_t allocations = 0;
  std::uint64_t deallocations = 0;
  std::uint64_t zeroizations = 0;
  std::uint64_t zeroized_octets = 0;
  std::int64_t live_objects = 0;  ///< below zero in a core that counts more frees than it made
};

/// What the core says of its memory, at one scrape. A value.
struct Ledger {
  std::map<std::string, SiteAccount> sites;
  std::uint64_t deallocations = 0;           ///< all of them
  std::uint64_t critical_deallocations = 0;  ///< included in the above
  std::uint64_t zeroizations = 0;
  std::uint64_t zeroized_octets = 0;
  std::uint64_t requests = 0;     ///< calls that the core took, over all operations
  double process_start_time = 0;  ///< seconds since the epoch: another value, another process
};

/// The page lacks a series of the contract, or holds one that is no count. Names the series.
class LedgerError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Reads the ledger off a metrics page; the contract has every series present from the start, at 0
/// where nothing happened, and the total of deallocations before the critical ones. Throws
/// LedgerError.
Ledger read_ledger(const Exposition& page);

/// One broken rule of bookkeeping, with the site it was broken at ("" for a total) and the figures,
/// e.g. "allocations 5 - deallocations 3 = 2, live objects 1".
struct Imbalance {
  std::string site;
  std::string rule;
  std::string figures;

  bool operator==(const Imbalance&) const = default;
};

/// The identities that hold at every scrape: per site allocations − deallocations = live objects,
/// and at critical and high sites zeroisations = deallocations; the total is the sum of the sites,
/// the critical total that of the critical sites, the same for zeroisations and their octets.
std::vector<Imbalance> find_imbalances(const Ledger& ledger);

/// Counters that went back between two scrapes of one process, and sites that came, went or changed
/// their priority.
std::vector<Imbalance> find_regressions(const Ledger& earlier, const Ledger& later);

bool same_process(const Ledger& earlier, const Ledger& later);

const char* to_string(Priority priority);

}  // namespace orbbench::metrics
