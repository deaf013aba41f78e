#include "memory/deallocation.hpp"

#include <sodium.h>

#include <cstdlib>
#include <new>

namespace orbbench::orb_core {

void* allocate(Site site, std::size_t octets) {
  const std::size_t whole = (octets + kBlockAlignment - 1) / kBlockAlignment * kBlockAlignment;
  void* memory = std::aligned_alloc(kBlockAlignment, sizeof(BlockHeader) + whole);
  if (memory == nullptr) {
    throw std::bad_alloc();
  }
  auto* block = ::new (memory) BlockHeader{nullptr, nullptr, octets, site};
  SiteLedger::of_process().on_allocated(*block);
  return block + 1;
}

void deallocate(void* object, void (*destroy)(void*)) noexcept {
  BlockHeader* block = static_cast<BlockHeader*>(object) - 1;
  SiteLedger& ledger = SiteLedger::of_process();
  const bool wiped = is_wiped(info(block->site).priority);
  const SiteFault fault = ledger.fault_at(block->site);
  switch (fault) {
    case SiteFault::Leak:
      return;
    case SiteFault::CountWithoutFreeing:
      ledger.on_released(*block, fault, wiped);  // it claims the wipe as well
      return;
    case SiteFault::None:
    case SiteFault::SkipZeroization:
    case SiteFault::CountTwice:
    case SiteFault::FreeWithoutCounting:
      break;
  }
  if (destroy != nullptr) {
    destroy(object);
  }
  const bool wipe = wiped && fault != SiteFault::SkipZeroization;
  if (wipe) {
    sodium_memzero(object, block->octets);
  }
  ledger.on_released(*block, fault, wipe);
  std::free(block);
}

}  // namespace orbbench::orb_core
