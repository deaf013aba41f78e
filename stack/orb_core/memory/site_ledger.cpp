#include "memory/site_ledger.hpp"

namespace orbbench::orb_core {

SiteLedger& SiteLedger::of_process() {
  static auto* const ledger = new SiteLedger;
  return *ledger;
}

SiteLedger::SiteLedger() {
  blocks_.previous = blocks_.next = &blocks_;
}

void SiteLedger::on_allocated(BlockHeader& block) {
  const std::lock_guard lock(mutex_);
  link(block);
  ++accounts_[index_of(block.site)].allocations;
}

void SiteLedger::on_released(BlockHeader& block, SiteFault fault, bool wiped) {
  const std::lock_guard lock(mutex_);
  SiteAccount& account = accounts_[index_of(block.site)];
  if (fault != SiteFault::FreeWithoutCounting) {
    account.deallocations += fault == SiteFault::CountTwice ? 2 : 1;
    if (wiped) {
      ++account.zeroizations;
      account.zeroized_octets += block.octets;
    }
  }
  if (fault != SiteFault::CountWithoutFreeing) {
    unlink(block);
  }
}

SiteAccounts SiteLedger::snapshot() const {
  const std::lock_guard lock(mutex_);
  return accounts_;
}

void SiteLedger::clear_faults() {
  for (auto& fault : faults_) {
    fault.store(SiteFault::None);
  }
}

void SiteLedger::link(BlockHeader& block) {
  block.previous = &blocks_;
  block.next = blocks_.next;
  blocks_.next->previous = &block;
  blocks_.next = &block;
  ++accounts_[index_of(block.site)].live_blocks;
}

void SiteLedger::unlink(BlockHeader& block) {
  block.previous->next = block.next;
  block.next->previous = block.previous;
  --accounts_[index_of(block.site)].live_blocks;
}

}  // namespace orbbench::orb_core
