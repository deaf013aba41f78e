#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "memory/memory_source.hpp"
#include "memory/scan_limit.hpp"

namespace orbbench::memory {

/// What glibc's malloc handed out in one piece, its header included, or keeps to hand out.
struct MallocBlock {
  std::uint64_t start = 0;
  std::uint64_t end = 0;
  bool in_use = false;  ///< also of blocks that wait in a thread's cache (malloc/malloc.c, tcache)

  bool holds(std::uint64_t address) const { return start <= address && address < end; }
};

/// Finds the block that an address lies in. Blocks say only where the next one starts: they are
/// walked from the start of their heap, and a walk goes on where the last one ended, so that
/// addresses are best asked for in ascending order.
class MallocBlocks {
 public:
  /// Both must outlive it.
  MallocBlocks(MemorySource& source, const ScanLimit& limit);
  ~MallocBlocks();
  MallocBlocks(const MallocBlocks&) = delete;
  MallocBlocks& operator=(const MallocBlocks&) = delete;

  /// Nothing where it cannot be told: no heap of glibc's, one that was broken or caught in the
  /// midst of a change, or the limit came first.
  std::optional<MallocBlock> in_main_heap(std::uint64_t address);
  std::optional<MallocBlock> in_arena(std::uint64_t address);

  /// Of large blocks, which are mapped one by one: whose start lies in the 128 KiB before.
  std::optional<MallocBlock> mapped(const Mapping& mapping, std::uint64_t address);

  /// Whether blocks follow each other from the start of the mapping exactly to its end.
  bool make_up(const Mapping& mapping);

 private:
  struct Heap {
    std::uint64_t first = 0;  ///< block
    std::uint64_t end = 0;
    std::uint64_t next = 0;  ///< where the walk stands
  };

  std::optional<MallocBlock> walk_to(Heap& heap, std::uint64_t address);
  std::optional<std::uint64_t> octets_of_block(std::uint64_t start, std::uint64_t heap_end);
  std::uint64_t size_field(std::uint64_t block);
  std::optional<Heap> find_main_heap() const;
  std::optional<Heap> find_arena_heap(std::uint64_t start);
  bool leads_to_the_end(Heap heap);

  MemorySource& source_;
  const ScanLimit& limit_;
  std::map<std::uint64_t, std::optional<Heap>> heaps_;  // by their start
  std::vector<std::uint8_t> window_;
  std::uint64_t window_start_ = 0;
  std::size_t window_octets_ = 0;
};

}  // namespace orbbench::memory
