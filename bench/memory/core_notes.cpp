#include "memory/core_notes.hpp"

#include <elf.h>
#include <sys/procfs.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <string_view>

#include "memory/thread_registers.hpp"

namespace orbbench::memory {
namespace {

using Octets = std::span<const std::uint8_t>;

constexpr std::size_t kAlignment = 4;
constexpr std::size_t kMostThreads = 100'000;
constexpr std::size_t kMostFiles = 1'000'000;

/// Takes things off the front of octets; what is not there any more is nothing.
class Reader {
 public:
  explicit Reader(Octets octets) : octets_(octets) {}

  template <class T>
  std::optional<T> take() {
    T object{};
    const auto from = take_octets(sizeof object);
    if (!from) {
      return std::nullopt;
    }
    std::memcpy(&object, from->data(), sizeof object);
    return object;
  }

  std::optional<Octets> take_octets(std::uint64_t count) {
    if (count > octets_.size()) {
      return std::nullopt;
    }
    const Octets taken = octets_.first(count);
    octets_ = octets_.subspan(count);
    return taken;
  }

  /// With what fills it up to a multiple of 4.
  std::optional<Octets> take_padded(std::uint64_t count) {
    const auto taken = take_octets(count);
    take_octets(
        std::min<std::uint64_t>((kAlignment - count % kAlignment) % kAlignment, octets_.size()));
    return taken;
  }

  std::optional<std::string> take_text() {
    const auto end = std::find(octets_.begin(), octets_.end(), std::uint8_t{0});
    if (end == octets_.end()) {
      return std::nullopt;
    }
    std::string text(octets_.begin(), end);
    octets_ = octets_.subspan(text.size() + 1);
    return text;
  }

 private:
  Octets octets_;
};

void read_thread(Octets description, CoreNotes& notes) {
  const auto status = Reader(description).take<elf_prstatus>();
  if (!status || notes.threads.size() >= kMostThreads) {
    return;
  }
  user_regs_struct registers{};
  static_assert(sizeof registers == sizeof status->pr_reg);
  std::memcpy(&registers, &status->pr_reg, sizeof registers);
  ThreadState thread;
  thread.id = status->pr_pid;
  thread.stack_pointer = stack_pointer(registers);
#if defined(__x86_64__)
  thread.thread_base = registers.fs_base;
#endif
  notes.threads.push_back(thread);
}

#if defined(__aarch64__)
// It follows the registers of its thread.
void read_thread_base(Octets description, CoreNotes& notes) {
  if (const auto base = Reader(description).take<std::uint64_t>(); base && !notes.threads.empty()) {
    notes.threads.back().thread_base = *base;
  }
}
#endif

void read_files(Octets description, CoreNotes& notes) {
  Reader reader(description);
  const auto count = reader.take<std::uint64_t>();
  const auto unit = reader.take<std::uint64_t>();
  if (!count || !unit || *count > kMostFiles) {
    return;
  }
  std::vector<MappedFile> files;
  for (std::uint64_t i = 0; i < *count; ++i) {
    const auto start = reader.take<std::uint64_t>();
    const auto end = reader.take<std::uint64_t>();
    const auto offset = reader.take<std::uint64_t>();
    if (!offset) {
      return;
    }
    files.push_back({*start, *end, *offset * *unit, {}});
  }
  for (MappedFile& file : files) {
    const auto name = reader.take_text();
    if (!name) {
      return;
    }
    file.name = *name;
  }
  notes.files.insert(notes.files.end(), files.begin(), files.end());
}

void read_note(std::uint32_t type, Octets description, CoreNotes& notes) {
  switch (type) {
    case NT_PRSTATUS:
      read_thread(description, notes);
      break;
    case NT_FILE:
      read_files(description, notes);
      break;
#if defined(__aarch64__)
    case NT_ARM_TLS:
      read_thread_base(description, notes);
      break;
#endif
    default:
      break;
  }
}

}  // namespace

void read_core_notes(std::span<const std::uint8_t> octets, CoreNotes& notes) {
  Reader reader(octets);
  while (const auto header = reader.take<Elf64_Nhdr>()) {
    const auto name = reader.take_padded(header->n_namesz);
    const auto description = reader.take_padded(header->n_descsz);
    if (!name || !description) {
      return;
    }
    read_note(header->n_type, *description, notes);
  }
}

}  // namespace orbbench::memory
