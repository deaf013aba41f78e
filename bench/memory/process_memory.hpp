#pragma once

#include <sys/types.h>

#include <cstdint>
#include <vector>

#include "memory/memory_source.hpp"

namespace orbbench::memory {

/// The memory of a process of this host, which is to stand still meanwhile. Of each mapping, only
/// pages that are there (or swapped out) and that are not merely a file's content: what is reserved
/// costs nothing, and what was written once and then protected is seen as well.
class ProcessMemory : public MemorySource {
 public:
  /// Throws WitnessError when it may not be read.
  ProcessMemory(pid_t pid, std::vector<ThreadState> threads);
  ~ProcessMemory() override;
  ProcessMemory(const ProcessMemory&) = delete;
  ProcessMemory& operator=(const ProcessMemory&) = delete;

  const std::vector<Mapping>& mappings() const override { return mappings_; }
  const std::vector<ThreadState>& threads() const override { return threads_; }
  std::vector<Stretch> stretches(const Mapping& mapping) override;
  std::size_t read(std::uint64_t address, std::span<std::uint8_t> octets) override;

 private:
  bool ask_kernel(const Mapping& mapping, std::vector<Stretch>& stretches);
  void read_pagemap(const Mapping& mapping, std::vector<Stretch>& stretches);

  pid_t pid_;
  int memory_ = -1;
  int pagemap_ = -1;
  std::vector<Mapping> mappings_;
  std::vector<ThreadState> threads_;
};

}  // namespace orbbench::memory
