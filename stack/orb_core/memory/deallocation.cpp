#include "memory/deallocation.hpp"

#include <cstdlib>
#include <new>

#include "memory/wipe.hpp"

namespace orbbench::orb_core {
namespace {

// As std::aligned_alloc wants it.
constexpr std::size_t whole_octets(std::size_t octets) {
  return (octets + kBlockAlignment - 1) / kBlockAlignment * kBlockAlignment;
}

}  // namespace

void* allocate(Site site, std::size_t octets) {
  void* memory = std::aligned_alloc(kBlockAlignment, sizeof(BlockHeader) + whole_octets(octets));
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
    case SiteFault::PretendZeroization:
      break;
  }
  if (destroy != nullptr) {
    destroy(object);
  }
  const bool overwrite =
      wiped && fault != SiteFault::SkipZeroization && fault != SiteFault::PretendZeroization;
  const std::size_t octets = whole_octets(block->octets);
  if (overwrite) {
    wipe(object, octets);
  }
  ledger.on_released(*block, fault, wiped && fault != SiteFault::SkipZeroization);
  if (overwrite) {
    // With its header, which the ledger has just used: all that is freed is zero.
    wipe(block, sizeof(BlockHeader));
  }
  std::free(block);
}

}  // namespace orbbench::orb_core
