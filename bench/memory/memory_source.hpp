#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "memory/memory_map.hpp"

namespace orbbench::memory {

/// Memory cannot be looked at, for a reason outside the core. One line: the reason and the remedy.
class WitnessError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Octets that may hold what the process itself wrote.
struct Stretch {
  std::uint64_t start = 0;
  std::uint64_t end = 0;
};

/// The memory of a process at one instant: of a stopped one, or of a core dump.
class MemorySource {
 public:
  virtual ~MemorySource() = default;

  /// In ascending order.
  virtual const std::vector<Mapping>& mappings() const = 0;
  virtual const std::vector<ThreadState>& threads() const = 0;

  /// The part of a mapping that is worth reading, in ascending order; in whole pages.
  virtual std::vector<Stretch> stretches(const Mapping& mapping) = 0;

  /// Returns how many octets, from the first on, could be had.
  virtual std::size_t read(std::uint64_t address, std::span<std::uint8_t> octets) = 0;
};

}  // namespace orbbench::memory
