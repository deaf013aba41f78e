#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "memory/malloc_blocks.hpp"
#include "memory/memory_source.hpp"

namespace orbbench::memory {

enum class RegionKind : std::uint8_t {
  MainHeap,
  MallocArena,
  Stack,
  ThreadLocal,
  Anonymous,   ///< mapped directly: large blocks of malloc, memory that was locked
  FileBacked,  ///< variables of a program or library
  Shared
};

const char* to_string(RegionKind kind);

/// Whether malloc, or whoever maps memory for objects, hands out memory of this kind.
bool is_allocated(RegionKind kind);

/// Where an address lies.
struct Place {
  RegionKind kind = RegionKind::Anonymous;
  std::string detail;  ///< "thread 12 (worker), 300 octets below its stack pointer", a file, ""
  /// From the start of a GIOP message, when it stands in a buffer of an ORB's. Among allocated
  /// memory only where that message's header is in the same block, and that is in use: what merely
  /// lies behind a buffer, and what was freed, is not an ORB's.
  std::optional<std::uint64_t> orb_buffer_offset = {};
  /// Of allocated memory, where it can be told.
  std::optional<MallocBlock> block = {};

  /// Whether it counts as memory of an object: blocks that were allocated, but for an ORB's.
  bool is_object_memory() const { return !orb_buffer_offset && is_allocated(kind); }
};

/// Tells where addresses of a process lie, quickest of addresses in ascending order. Both must
/// outlive it, and the process stand still. After the limit it knows no blocks.
class PlaceNamer {
 public:
  PlaceNamer(MemorySource& source, const ScanLimit& limit);

  Place name(std::uint64_t address);

 private:
  Place name_region(const Mapping& mapping, std::uint64_t address);
  std::optional<Place> name_in_thread(const Mapping& mapping, std::uint64_t address) const;
  void name_block(const Mapping& mapping, std::uint64_t address, Place& place);
  bool is_in_arena(const Mapping& mapping, std::uint64_t address);
  std::optional<std::string> file_before(const Mapping& mapping) const;
  std::uint64_t static_thread_local_octets();

  MemorySource& source_;
  std::uint64_t thread_local_octets_;
  MallocBlocks blocks_;
};

}  // namespace orbbench::memory
