#include "memory/malloc_blocks.hpp"

#include <algorithm>
#include <cstring>

#include "memory/arena_heap.hpp"
#include "memory/canary.hpp"

namespace orbbench::memory {
namespace {

// The second word of a block is its size, with flags in the low bits; the first belongs to the
// block before (malloc/malloc.c, struct malloc_chunk).
constexpr std::uint64_t kSizeOffset = 8;
constexpr std::uint64_t kFlags = 7;
constexpr std::uint64_t kPreviousInUse = 1;
constexpr std::uint64_t kMapped = 2;
constexpr std::uint64_t kGranule = 16;  // a heap that shrank ends with blocks of one
constexpr std::uint64_t kPage = 4096;
constexpr std::size_t kWindow = 65536;
constexpr std::uint64_t kReach = 131072;
constexpr unsigned kBlocksBetweenLooks = 4096;

// struct malloc_state stands before the first block of an arena; how long it is differs by release.
constexpr std::uint64_t kShortestState = 0x700;
constexpr std::uint64_t kLongestState = 0xA00;
constexpr std::uint64_t kLongestHeapInfo = 64;

constexpr std::uint64_t round_up(std::uint64_t address) {
  return (address + kGranule - 1) / kGranule * kGranule;
}

}  // namespace

MallocBlocks::MallocBlocks(MemorySource& source, const ScanLimit& limit)
    : source_(source), limit_(limit), window_(kWindow) {}

MallocBlocks::~MallocBlocks() {
  wipe(window_);
}

std::optional<MallocBlock> MallocBlocks::in_main_heap(std::uint64_t address) {
  const auto heap = heaps_.try_emplace(0, std::nullopt);
  if (heap.second) {
    heap.first->second = find_main_heap();
  }
  auto& found = heap.first->second;
  return found ? walk_to(*found, address) : std::nullopt;
}

std::optional<MallocBlock> MallocBlocks::in_arena(std::uint64_t address) {
  const std::uint64_t start = arena_heap_start(address);
  const auto heap = heaps_.try_emplace(start, std::nullopt);
  if (heap.second) {
    heap.first->second = find_arena_heap(start);
  }
  auto& found = heap.first->second;
  return found ? walk_to(*found, address) : std::nullopt;
}

std::optional<MallocBlock> MallocBlocks::mapped(const Mapping& mapping, std::uint64_t address) {
  const std::uint64_t earliest = std::max(mapping.start, address - std::min(address, kReach));
  for (std::uint64_t page = address / kPage * kPage; page >= earliest && page > 0; page -= kPage) {
    const std::uint64_t field = size_field(page);
    const std::uint64_t octets = field & ~kFlags;
    if ((field & kFlags) == kMapped && octets % kPage == 0 && octets > address - page &&
        octets <= mapping.end - page) {
      return MallocBlock{page, page + octets, true};
    }
  }
  return std::nullopt;
}

bool MallocBlocks::make_up(const Mapping& mapping) {
  return (size_field(mapping.start) & kFlags) == kPreviousInUse &&
         leads_to_the_end({mapping.start, mapping.end, mapping.start});
}

std::optional<MallocBlock> MallocBlocks::walk_to(Heap& heap, std::uint64_t address) {
  if (address < heap.next) {
    heap.next = heap.first;
  }
  for (unsigned count = 1; heap.next <= address && address < heap.end; ++count) {
    const auto octets = octets_of_block(heap.next, heap.end);
    if (!octets || (count % kBlocksBetweenLooks == 0 && limit_.reached())) {
      break;
    }
    const std::uint64_t end = heap.next + *octets;
    if (address < end) {
      // What follows says whether this one is in use; the last of a heap is what is left of it.
      const bool in_use = end < heap.end && (size_field(end) & kPreviousInUse) != 0;
      return MallocBlock{heap.next, end, in_use};
    }
    heap.next = end;
  }
  return std::nullopt;
}

std::optional<std::uint64_t> MallocBlocks::octets_of_block(std::uint64_t start,
                                                           std::uint64_t heap_end) {
  const std::uint64_t octets = size_field(start) & ~kFlags;
  if (octets == 0 && heap_end - start == kGranule) {
    return kGranule;  // a heap that is full ends so (sysmalloc)
  }
  if (octets == 0 || octets % kGranule != 0 || octets > heap_end - start) {
    return std::nullopt;
  }
  return octets;
}

std::uint64_t MallocBlocks::size_field(std::uint64_t block) {
  const std::uint64_t address = block + kSizeOffset;
  std::uint64_t field = 0;
  if (address < window_start_ || address + sizeof field > window_start_ + window_octets_) {
    window_start_ = address;
    window_octets_ = source_.read(address, window_);
  }
  if (window_octets_ >= sizeof field) {
    std::memcpy(&field, window_.data() + (address - window_start_), sizeof field);
  }
  return field;
}

std::optional<MallocBlocks::Heap> MallocBlocks::find_main_heap() const {
  std::optional<Heap> heap;
  for (const Mapping& mapping : source_.mappings()) {
    if (mapping.name != "[heap]") {
      continue;
    }
    if (!heap) {
      heap = Heap{mapping.start, mapping.end, mapping.start};
    } else if (heap->end == mapping.start) {
      heap->end = mapping.end;
    }
  }
  return heap;
}

std::optional<MallocBlocks::Heap> MallocBlocks::find_arena_heap(std::uint64_t start) {
  const auto info = read_arena_heap(source_, start);
  if (!info) {
    return std::nullopt;
  }
  const bool holds_the_arena = arena_heap_start(info->arena) == start;
  const std::uint64_t from =
      holds_the_arena ? info->arena + kShortestState : start + sizeof(ArenaHeap);
  const std::uint64_t to = holds_the_arena ? info->arena + kLongestState : start + kLongestHeapInfo;
  for (std::uint64_t first = round_up(from); first <= to; first += kGranule) {
    const Heap heap{first, start + info->size, first};
    if (leads_to_the_end(heap)) {
      return heap;
    }
  }
  return std::nullopt;
}

bool MallocBlocks::leads_to_the_end(Heap heap) {
  for (unsigned count = 1; heap.next < heap.end; ++count) {
    const auto octets = octets_of_block(heap.next, heap.end);
    if (!octets || (count % kBlocksBetweenLooks == 0 && limit_.reached())) {
      return false;
    }
    heap.next += *octets;
  }
  return heap.next == heap.end;
}

}  // namespace orbbench::memory
