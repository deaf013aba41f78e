#include "memory/arena_heap.hpp"

namespace orbbench::memory {
namespace {

constexpr std::uint64_t kPageMask = 4095;

bool is_plausible(const ArenaHeap& heap, std::uint64_t start) {
  return heap.size >= sizeof heap && heap.size <= kArenaHeapAlignment &&
         heap.size <= heap.writable_size && heap.writable_size <= kArenaHeapAlignment &&
         (heap.writable_size & kPageMask) == 0 && heap.arena != 0 && heap.arena % 8 == 0 &&
         heap.previous % kArenaHeapAlignment == 0 && heap.previous != start;
}

}  // namespace

std::optional<ArenaHeap> read_arena_heap(MemorySource& source, std::uint64_t start) {
  ArenaHeap heap;
  if (source.read(start, {reinterpret_cast<std::uint8_t*>(&heap), sizeof heap}) != sizeof heap ||
      !is_plausible(heap, start)) {
    return std::nullopt;
  }
  return heap;
}

}  // namespace orbbench::memory
