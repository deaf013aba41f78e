#include "memory/place.hpp"

#include <elf.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "memory/arena_heap.hpp"
#include "memory/orb_buffer.hpp"

namespace orbbench::memory {
namespace {

// Behind the thread pointer stands glibc's `struct pthread`, 0x900 octets on x86-64.
constexpr std::uint64_t kThreadDescriptorOctets = 0x900;
// What the dynamic linker leaves room for beyond the programs' own thread-local variables.
constexpr std::uint64_t kSurplusOctets = 1664;
constexpr std::size_t kMostSegments = 64;

template <class T>
bool read_object(MemorySource& source, std::uint64_t address, T& object) {
  return source.read(address, {reinterpret_cast<std::uint8_t*>(&object), sizeof object}) ==
         sizeof object;
}

std::uint64_t thread_local_octets_of(MemorySource& source, std::uint64_t image) {
  Elf64_Ehdr header{};
  if (!read_object(source, image, header) || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 ||
      header.e_phentsize != sizeof(Elf64_Phdr)) {
    return 0;
  }
  for (std::size_t i = 0; i < std::min<std::size_t>(header.e_phnum, kMostSegments); ++i) {
    Elf64_Phdr segment{};
    if (read_object(source, image + header.e_phoff + i * sizeof segment, segment) &&
        segment.p_type == PT_TLS) {
      return segment.p_memsz + segment.p_align;
    }
  }
  return 0;
}

std::string describe(const ThreadState& thread) {
  return "thread " + std::to_string(thread.id) +
         (thread.name.empty() ? "" : " (" + thread.name + ")");
}

Place on_stack(const ThreadState& thread, std::uint64_t address) {
  const bool below = address < thread.stack_pointer;
  const std::uint64_t distance =
      below ? thread.stack_pointer - address : address - thread.stack_pointer;
  return {RegionKind::Stack,
          describe(thread) + ", " + std::to_string(distance) + " octets " +
              (below ? "below" : "above") + " its stack pointer",
          {}};
}

}  // namespace

const char* to_string(RegionKind kind) {
  switch (kind) {
    case RegionKind::MainHeap:
      return "main heap";
    case RegionKind::MallocArena:
      return "malloc arena";
    case RegionKind::Stack:
      return "stack";
    case RegionKind::ThreadLocal:
      return "thread-local";
    case RegionKind::Anonymous:
      return "anonymous";
    case RegionKind::FileBacked:
      return "file-backed";
    case RegionKind::Shared:
      return "shared";
  }
  return "unknown";
}

bool is_allocated(RegionKind kind) {
  return kind == RegionKind::MainHeap || kind == RegionKind::MallocArena ||
         kind == RegionKind::Anonymous;
}

PlaceNamer::PlaceNamer(MemorySource& source, const ScanLimit& limit)
    : source_(source), thread_local_octets_(static_thread_local_octets()), blocks_(source, limit) {}

Place PlaceNamer::name(std::uint64_t address) {
  const Mapping* mapping = mapping_at(source_.mappings(), address);
  if (mapping == nullptr) {
    return {};
  }
  Place place = name_region(*mapping, address);
  place.orb_buffer_offset = find_orb_buffer(source_, *mapping, address);
  if (is_allocated(place.kind)) {
    name_block(*mapping, address, place);
  }
  return place;
}

void PlaceNamer::name_block(const Mapping& mapping, std::uint64_t address, Place& place) {
  switch (place.kind) {
    case RegionKind::MainHeap:
      place.block = blocks_.in_main_heap(address);
      break;
    case RegionKind::MallocArena:
      place.block = blocks_.in_arena(address);
      break;
    default:
      place.block = blocks_.mapped(mapping, address);
  }
  const std::uint64_t header = address - place.orb_buffer_offset.value_or(0);
  if (!place.block || !place.block->in_use || !place.block->holds(header)) {
    place.orb_buffer_offset.reset();
  }
}

Place PlaceNamer::name_region(const Mapping& mapping, std::uint64_t address) {
  if (mapping.shared) {
    return {RegionKind::Shared, mapping.name, {}};
  }
  if (mapping.name == "[heap]") {
    return {RegionKind::MainHeap, "", {}};
  }
  if (const auto place = name_in_thread(mapping, address)) {
    return *place;
  }
  if (mapping.is_file()) {
    return {RegionKind::FileBacked, mapping.name, {}};
  }
  if (is_in_arena(mapping, address)) {
    return {RegionKind::MallocArena, "", {}};
  }
  if (const auto file = file_before(mapping)) {
    return {RegionKind::FileBacked, *file + " (uninitialised data)", {}};
  }
  return {RegionKind::Anonymous, mapping.name, {}};
}

// A thread's stack grows down from its thread-local memory, its descriptor last; what the kernel
// joined to it above belongs to others.
std::optional<Place> PlaceNamer::name_in_thread(const Mapping& mapping,
                                                std::uint64_t address) const {
  const ThreadState* owner = nullptr;
  for (const ThreadState& thread : source_.threads()) {
    const std::uint64_t base = thread.thread_base;
    const bool has_base = base != 0 && mapping.holds(base);
    if (has_base && address < base + kThreadDescriptorOctets &&
        address + thread_local_octets_ >= base) {
      return Place{RegionKind::ThreadLocal, describe(thread), {}};
    }
    const bool is_its_stack = mapping.holds(thread.stack_pointer) &&
                              (!has_base || address < base + kThreadDescriptorOctets);
    if (is_its_stack && (owner == nullptr || base < owner->thread_base)) {
      owner = &thread;
    }
  }
  if (owner == nullptr) {
    return mapping.name == "[stack]" ? std::optional(Place{RegionKind::Stack, "", {}})
                                     : std::nullopt;
  }
  return on_stack(*owner, address);
}

bool PlaceNamer::is_in_arena(const Mapping& mapping, std::uint64_t address) {
  const std::uint64_t start = arena_heap_start(address);
  if (!mapping.holds(start)) {
    return false;
  }
  const auto heap = read_arena_heap(source_, start);
  return heap && address < start + heap->writable_size;
}

// A library's variables that start as zero have no file, and follow those that have.
std::optional<std::string> PlaceNamer::file_before(const Mapping& mapping) const {
  const Mapping* before = mapping_at(source_.mappings(), mapping.start - 1);
  if (!mapping.name.empty() || before == nullptr || !before->is_file() || !before->writable) {
    return std::nullopt;
  }
  return before->name;
}

std::uint64_t PlaceNamer::static_thread_local_octets() {
  std::uint64_t octets = kSurplusOctets;
  for (const Mapping& mapping : source_.mappings()) {
    if (mapping.is_file() && mapping.file_offset == 0) {
      octets += thread_local_octets_of(source_, mapping.start);
    }
  }
  return octets;
}

}  // namespace orbbench::memory
