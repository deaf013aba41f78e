#include "memory/core_file.hpp"

#include <elf.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

#include "memory/core_notes.hpp"
#include "memory/memory_source.hpp"

namespace orbbench::memory {
namespace {

constexpr std::uint64_t kMostSegments = 1'000'000;
constexpr std::uint64_t kMostNoteOctets = 64 << 20U;
constexpr std::uint8_t kOurData =
    std::endian::native == std::endian::little ? ELFDATA2LSB : ELFDATA2MSB;
#if defined(__x86_64__)
constexpr std::uint16_t kOurMachine = EM_X86_64;
#elif defined(__aarch64__)
constexpr std::uint16_t kOurMachine = EM_AARCH64;
#endif

class CoreFileReader {
 public:
  CoreFileReader(int file, const std::string& path) : file_(file), path_(path) {
    struct stat status {};
    if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) {
      refuse("is no file");
    }
    octets_ = static_cast<std::uint64_t>(status.st_size);
  }

  CoreFile read() {
    const auto header = take<Elf64_Ehdr>(0);
    require_core(header);
    CoreFile core;
    CoreNotes notes;
    for (const Elf64_Phdr& segment : segments_of(header)) {
      if (segment.p_type == PT_NOTE) {
        read_notes(segment, notes);
      } else if (segment.p_type == PT_LOAD && segment.p_memsz > 0) {
        core.segments.push_back(read_segment(segment));
      }
    }
    put_in_order(core.segments);
    name_files(notes.files, core.segments);
    core.threads = std::move(notes.threads);
    return core;
  }

 private:
  [[noreturn]] void refuse(const std::string& why) const { throw WitnessError(path_ + " " + why); }

  void require_in_file(std::uint64_t offset, std::uint64_t octets) const {
    if (octets > octets_ || offset > octets_ - octets) {
      refuse("is cut off after " + std::to_string(octets_) +
             " octets, before all that it announces; was the disk full?");
    }
  }

  void take_octets(std::uint64_t offset, void* target, std::size_t octets) const {
    require_in_file(offset, octets);
    std::size_t done = 0;
    while (done < octets) {
      const ssize_t got = pread(file_, static_cast<char*>(target) + done, octets - done,
                                static_cast<off_t>(offset + done));
      if (got <= 0) {
        refuse("cannot be read");
      }
      done += static_cast<std::size_t>(got);
    }
  }

  template <class T>
  T take(std::uint64_t offset) const {
    T object{};
    take_octets(offset, &object, sizeof object);
    return object;
  }

  void require_core(const Elf64_Ehdr& header) const {
    if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || header.e_type != ET_CORE) {
      refuse("is no ELF core file");
    }
    if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_ident[EI_DATA] != kOurData ||
        header.e_machine != kOurMachine) {
      refuse("is the core file of another kind of machine; run orbbench on one like it");
    }
    if (header.e_phentsize != sizeof(Elf64_Phdr)) {
      refuse("is malformed: its program headers have an odd size");
    }
  }

  std::vector<Elf64_Phdr> segments_of(const Elf64_Ehdr& header) const {
    // Where there are more than fit the field, the first section header has their number (elf(5)).
    const std::uint64_t count = header.e_phnum == PN_XNUM ? take<Elf64_Shdr>(header.e_shoff).sh_info
                                                          : std::uint64_t{header.e_phnum};
    if (count > kMostSegments) {
      refuse("is malformed: it announces " + std::to_string(count) + " segments");
    }
    require_in_file(header.e_phoff, count * sizeof(Elf64_Phdr));
    std::vector<Elf64_Phdr> segments(count);
    take_octets(header.e_phoff, segments.data(), count * sizeof(Elf64_Phdr));
    return segments;
  }

  void read_notes(const Elf64_Phdr& segment, CoreNotes& notes) const {
    if (segment.p_filesz > kMostNoteOctets) {
      refuse("is malformed: it announces " + std::to_string(segment.p_filesz) + " octets of notes");
    }
    require_in_file(segment.p_offset, segment.p_filesz);
    std::vector<std::uint8_t> octets(segment.p_filesz);
    take_octets(segment.p_offset, octets.data(), octets.size());
    read_core_notes(octets, notes);
  }

  CoreSegment read_segment(const Elf64_Phdr& segment) const {
    if (segment.p_filesz > segment.p_memsz ||
        segment.p_memsz > std::numeric_limits<std::uint64_t>::max() - segment.p_vaddr) {
      refuse("is malformed: a segment is longer than its memory");
    }
    require_in_file(segment.p_offset, segment.p_filesz);
    CoreSegment read;
    read.mapping.start = segment.p_vaddr;
    read.mapping.end = segment.p_vaddr + segment.p_memsz;
    read.mapping.readable = (segment.p_flags & PF_R) != 0;
    read.mapping.writable = (segment.p_flags & PF_W) != 0;
    read.file_octets = segment.p_filesz;
    read.file_offset = segment.p_offset;
    return read;
  }

  void put_in_order(std::vector<CoreSegment>& segments) const {
    std::sort(segments.begin(), segments.end(), [](const auto& left, const auto& right) {
      return left.mapping.start < right.mapping.start;
    });
    const auto overlap = std::adjacent_find(
        segments.begin(), segments.end(),
        [](const auto& left, const auto& right) { return right.mapping.start < left.mapping.end; });
    if (overlap != segments.end()) {
      refuse("is malformed: its segments overlap");
    }
    if (segments.empty()) {
      refuse("holds no memory");
    }
  }

  static void name_files(std::vector<MappedFile>& files, std::vector<CoreSegment>& segments) {
    std::sort(files.begin(), files.end(),
              [](const auto& left, const auto& right) { return left.start < right.start; });
    for (CoreSegment& segment : segments) {
      const std::uint64_t start = segment.mapping.start;
      const auto after = std::upper_bound(
          files.begin(), files.end(), start,
          [](std::uint64_t value, const auto& file) { return value < file.start; });
      if (after != files.begin() && start < std::prev(after)->end) {
        const MappedFile& file = *std::prev(after);
        segment.mapping.name = file.name;
        segment.mapping.file_offset = file.file_offset + (start - file.start);
      }
    }
  }

  int file_;
  const std::string& path_;
  std::uint64_t octets_ = 0;
};

}  // namespace

CoreFile read_core_file(int file, const std::string& path) {
  return CoreFileReader(file, path).read();
}

}  // namespace orbbench::memory
