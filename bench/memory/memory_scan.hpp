#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "memory/canary.hpp"
#include "memory/memory_source.hpp"
#include "memory/place.hpp"
#include "memory/scan_limit.hpp"
#include "memory/scanner.hpp"

namespace orbbench::memory {

/// A copy of a canary, or of part of it.
struct Finding {
  Hit hit;
  Place place;
};

/// "32 octets raw at 0x55d0 on the main heap, 40 octets into a GIOP message"
std::string describe(const Finding& finding);

/// One look at a memory.
struct ScanReport {
  std::vector<Finding> findings;
  std::uint64_t findings_left_out = 0;
  std::uint64_t octets_read = 0;
  std::uint64_t octets_unreadable = 0;
  std::string first_unreadable;  ///< the first mapping of which octets could not be read
  std::chrono::duration<double> time{0};
  bool complete = true;  ///< false: the limit came first
  std::size_t threads = 0;

  std::vector<Finding> of_canary(std::size_t canary) const;
};

/// Reads all that the source has, once, looking for the canaries.
ScanReport scan_memory(MemorySource& source, const Patterns& patterns, const ScanLimit& limit);

struct ProcessScan {
  pid_t pid = 0;
  std::chrono::milliseconds most_stopped{5000};
  std::stop_token stop = {};
};

struct ProcessReport {
  ScanReport scan;
  std::chrono::duration<double> stopped{0};  ///< for how long the process stood
};

/// Stops the process for a moment and reads nothing. Throws as scan_process does.
void require_readable(const ProcessScan& settings);

/// Stops the process, looks at its memory and lets it run on, however this ends. Throws
/// WitnessError when it cannot be read at all; a look that the limit ended is incomplete.
ProcessReport scan_process(const ProcessScan& settings, std::span<const Canary> canaries);

}  // namespace orbbench::memory
