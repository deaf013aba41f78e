#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checks/ledger_expectations.hpp"
#include "orbbench/orb_client/core_lane.hpp"

namespace orbbench::selfcheck {

/// One way in which a core may be wrong, at one place: a fault of OrbCore::Faults at a site, or a
/// function that wipes and was replaced by one that does nothing.
struct Mutant {
  std::string kind;                            ///< "leak", "pretend_zeroization", "wipe_replaced"
  std::optional<orb_client::FaultKind> fault;  ///< none for a replaced wipe
  std::string place;  ///< the site, or what the core wipes with: sodium, explicit_bzero, memset
};

/// Each fault at each site that can have it, then each replaced wipe.
std::vector<Mutant> all_mutants(const bench::LedgerExpectations& expectations);

/// `count` of them in their order, drawn by the seed alone; one of each kind at least, where there
/// is room for that.
std::vector<Mutant> sample_of(const std::vector<Mutant>& mutants, std::size_t count,
                              std::uint64_t seed);

/// The sites at which blocks must be wiped.
std::vector<std::string> wiped_sites(const bench::LedgerExpectations& expectations);

}  // namespace orbbench::selfcheck
