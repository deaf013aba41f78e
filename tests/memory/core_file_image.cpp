#include "core_file_image.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace orbbench::tests {
namespace {

constexpr std::size_t kNoteAlignment = 4;

template <class T>
void append(Octets& octets, const T& object) {
  const auto* from = reinterpret_cast<const std::uint8_t*>(&object);
  octets.insert(octets.end(), from, from + sizeof object);
}

void pad(Octets& octets) {
  octets.resize((octets.size() + kNoteAlignment - 1) / kNoteAlignment * kNoteAlignment);
}

}  // namespace

CoreFileImage::CoreFileImage() {
  std::memcpy(header.e_ident, ELFMAG, SELFMAG);
  header.e_ident[EI_CLASS] = ELFCLASS64;
  header.e_ident[EI_DATA] = ELFDATA2LSB;
  header.e_type = ET_CORE;
#if defined(__x86_64__)
  header.e_machine = EM_X86_64;
#else
  header.e_machine = EM_AARCH64;
#endif
  header.e_phentsize = sizeof(Elf64_Phdr);
  header.e_phoff = sizeof(Elf64_Ehdr);
}

void CoreFileImage::add_memory(std::uint64_t address, const Octets& octets, std::uint64_t claimed,
                               std::uint32_t flags) {
  Elf64_Phdr segment{};
  segment.p_type = PT_LOAD;
  segment.p_flags = flags;
  segment.p_vaddr = address;
  segment.p_memsz = claimed;
  add(segment, octets);
}

void CoreFileImage::add_notes(const Octets& octets) {
  Elf64_Phdr segment{};
  segment.p_type = PT_NOTE;
  add(segment, octets);
}

void CoreFileImage::add(Elf64_Phdr segment, const Octets& octets) {
  segment.p_filesz = octets.size();
  segments.push_back(segment);
  contents_.push_back(octets);
}

Octets CoreFileImage::octets() const {
  Elf64_Ehdr counted = header;
  if (counted.e_phnum == 0) {
    counted.e_phnum = static_cast<Elf64_Half>(segments.size());
  }
  Octets file;
  append(file, counted);
  std::uint64_t offset = sizeof counted + segments.size() * sizeof(Elf64_Phdr);
  for (std::size_t i = 0; i < segments.size(); ++i) {
    Elf64_Phdr placed = segments[i];
    placed.p_offset = offset;
    offset += contents_[i].size();
    append(file, placed);
  }
  for (const Octets& content : contents_) {
    file.insert(file.end(), content.begin(), content.end());
  }
  return file;
}

Octets note(std::uint32_t type, std::span<const std::uint8_t> description) {
  constexpr std::array<std::uint8_t, 5> kName{'C', 'O', 'R', 'E', 0};
  Octets octets;
  append(octets, Elf64_Nhdr{static_cast<Elf64_Word>(kName.size()),
                            static_cast<Elf64_Word>(description.size()), type});
  octets.insert(octets.end(), kName.begin(), kName.end());
  pad(octets);
  octets.insert(octets.end(), description.begin(), description.end());
  pad(octets);
  return octets;
}

}  // namespace orbbench::tests
