#pragma once

#include <cstdint>
#include <optional>

#include "memory/memory_source.hpp"

namespace orbbench::memory {

/// glibc puts the heaps of an arena at multiples of this.
inline constexpr std::uint64_t kArenaHeapAlignment = std::uint64_t{64} << 20U;

/// What stands at the start of such a heap (malloc/arena.c, struct _heap_info).
struct ArenaHeap {
  std::uint64_t arena = 0;
  std::uint64_t previous = 0;
  std::uint64_t size = 0;           ///< in use
  std::uint64_t writable_size = 0;  ///< that was ever made so
};

constexpr std::uint64_t arena_heap_start(std::uint64_t address) {
  return address & ~(kArenaHeapAlignment - 1);
}

/// The heap at this start, when one stands there.
std::optional<ArenaHeap> read_arena_heap(MemorySource& source, std::uint64_t start);

}  // namespace orbbench::memory
