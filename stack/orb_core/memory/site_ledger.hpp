#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>

#include "memory/site.hpp"

namespace orbbench::orb_core {

/// What happened at one site since the core started.
struct SiteAccount {
  std::uint64_t allocations = 0;
  std::uint64_t deallocations = 0;
  std::uint64_t zeroizations = 0;
  std::uint64_t zeroized_octets = 0;
  /// Blocks that are linked into the ledger now: counted by linking and unlinking them, not from
  /// the figures above, so that the two can be held against each other.
  std::int64_t live_blocks = 0;
};

using SiteAccounts = std::array<SiteAccount, kSiteCount>;

/// The ways in which deallocation at a site can be made to go wrong (OrbCore::FaultKind).
enum class SiteFault : std::uint8_t {
  None,
  SkipZeroization,
  Leak,
  CountTwice,
  CountWithoutFreeing,
  FreeWithoutCounting,
  PretendZeroization
};

/// Objects start at a multiple of this: the strictest that a type of the core asks for, which is
/// libsodium's hash state.
inline constexpr std::size_t kBlockAlignment = 64;

/// Stands before every block that the core allocates.
struct alignas(kBlockAlignment) BlockHeader {
  BlockHeader* previous;
  BlockHeader* next;
  std::uint64_t octets;
  Site site;
};

/// The blocks that are out, and the counts per site. One per process; thread-safe. One mutex
/// guards it whole, so that a snapshot is a single instant.
class SiteLedger {
 public:
  /// Never destroyed: blocks are freed until the process ends.
  static SiteLedger& of_process();

  void on_allocated(BlockHeader& block);

  /// Books the end of a block as the fault would have it, SiteFault::None for truthfully; `wiped`
  /// is what the books are to say of its octets.
  void on_released(BlockHeader& block, SiteFault fault, bool wiped);

  SiteAccounts snapshot() const;

  SiteFault fault_at(Site site) const {
    return faults_[index_of(site)].load(std::memory_order_relaxed);
  }
  void inject(Site site, SiteFault fault) { faults_[index_of(site)].store(fault); }
  void clear_faults();

 private:
  SiteLedger();
  void link(BlockHeader& block);
  void unlink(BlockHeader& block);

  mutable std::mutex mutex_;
  SiteAccounts accounts_{};
  BlockHeader blocks_{};  // head of the circular list of all blocks that are out
  std::array<std::atomic<SiteFault>, kSiteCount> faults_{};
};

}  // namespace orbbench::orb_core
