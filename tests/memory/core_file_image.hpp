#pragma once

#include <elf.h>

#include <cstdint>
#include <span>
#include <vector>

namespace orbbench::tests {

using Octets = std::vector<std::uint8_t>;

/// A core file, made by hand.
class CoreFileImage {
 public:
  CoreFileImage();

  /// `claimed` octets of memory, of which `octets` are in the file.
  void add_memory(std::uint64_t address, const Octets& octets, std::uint64_t claimed,
                  std::uint32_t flags = PF_R | PF_W);
  void add_notes(const Octets& octets);

  Octets octets() const;

  Elf64_Ehdr header{};
  std::vector<Elf64_Phdr> segments;

 private:
  void add(Elf64_Phdr segment, const Octets& octets);

  std::vector<Octets> contents_;
};

/// A note as a core file has it, its name and description padded.
Octets note(std::uint32_t type, std::span<const std::uint8_t> description);

}  // namespace orbbench::tests
