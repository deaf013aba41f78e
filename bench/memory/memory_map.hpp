#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace orbbench::memory {

/// A range of addresses that one call of mmap made, or that the kernel joined of several.
struct Mapping {
  std::uint64_t start = 0;
  std::uint64_t end = 0;
  bool readable = false;
  bool writable = false;
  bool shared = false;
  std::uint64_t file_offset = 0;
  std::string name;  ///< a path, "[heap]", "[stack]", or empty

  bool is_file() const { return !name.empty() && name.front() == '/'; }
  bool holds(std::uint64_t address) const { return start <= address && address < end; }
};

/// The mapping that holds the address, of those in ascending order; null for none.
const Mapping* mapping_at(const std::vector<Mapping>& mappings, std::uint64_t address);

/// Reads lines of /proc/<pid>/maps; those that are none are left out.
std::vector<Mapping> parse_maps(std::string_view text);

/// A thread of the process that is looked at, as it stood when it was stopped.
struct ThreadState {
  pid_t id = 0;
  std::string name;
  std::uint64_t stack_pointer = 0;
  std::uint64_t thread_base = 0;  ///< of its thread-local memory; 0 where it is not known
};

}  // namespace orbbench::memory
