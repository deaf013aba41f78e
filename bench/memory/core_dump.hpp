#pragma once

#include <string>
#include <vector>

#include "memory/memory_source.hpp"
#include "orbbench/process/file_descriptor.hpp"

namespace orbbench::memory {

/// The memory of a process as an ELF core file of this kind of machine has it: one of the kernel's,
/// or of gcore. Nothing in the file is trusted. What was mapped without being in it is unreadable;
/// of what its maker left out altogether it cannot know.
class CoreDump final : public MemorySource {
 public:
  /// Throws WitnessError, which names the file, when it is none, or is cut off.
  explicit CoreDump(const std::string& path);

  const std::vector<Mapping>& mappings() const override { return mappings_; }
  const std::vector<ThreadState>& threads() const override { return threads_; }
  std::vector<Stretch> stretches(const Mapping& mapping) override;
  std::size_t read(std::uint64_t address, std::span<std::uint8_t> octets) override;

 private:
  /// What of a mapping is in the file, from the start of both.
  struct Segment {
    std::uint64_t start = 0;
    std::uint64_t octets = 0;
    std::uint64_t file_offset = 0;
  };

  const Segment* segment_at(std::uint64_t address) const;
  void name_main_heap();

  process::FileDescriptor file_;
  std::vector<Mapping> mappings_;
  std::vector<Segment> segments_;  // one a mapping, in the same order
  std::vector<ThreadState> threads_;
};

}  // namespace orbbench::memory
