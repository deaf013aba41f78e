#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "memory/memory_map.hpp"

namespace orbbench::memory {

/// A file of which a part was mapped.
struct MappedFile {
  std::uint64_t start = 0;
  std::uint64_t end = 0;
  std::uint64_t file_offset = 0;
  std::string name;
};

struct CoreNotes {
  std::vector<ThreadState> threads;
  std::vector<MappedFile> files;
};

/// Adds what notes of a core file say (elf(5), PT_NOTE). What is malformed ends the reading: notes
/// only name places.
void read_core_notes(std::span<const std::uint8_t> octets, CoreNotes& notes);

}  // namespace orbbench::memory
