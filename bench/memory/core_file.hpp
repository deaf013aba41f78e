#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "memory/memory_map.hpp"

namespace orbbench::memory {

/// A stretch of memory of a core file's process.
struct CoreSegment {
  Mapping mapping;
  std::uint64_t file_octets = 0;  ///< of it, from its start, are in the file
  std::uint64_t file_offset = 0;  ///< where
};

/// What a core file says of its process.
struct CoreFile {
  std::vector<CoreSegment> segments;  ///< in ascending order of their addresses, none overlapping
  std::vector<ThreadState> threads;   ///< without names
};

/// Throws WitnessError, which begins with the path, when the open file is no core file of this kind
/// of machine.
CoreFile read_core_file(int file, const std::string& path);

}  // namespace orbbench::memory
