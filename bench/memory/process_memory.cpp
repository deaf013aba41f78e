#include "memory/process_memory.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>

namespace orbbench::memory {
namespace {

// proc_pid_pagemap(5)
constexpr std::uint64_t kPresent = std::uint64_t{1} << 63U;
constexpr std::uint64_t kSwapped = std::uint64_t{1} << 62U;
constexpr std::uint64_t kOfFile = std::uint64_t{1} << 61U;

// ioctl_pagemap_scan(2), since Linux 6.7: newer than the headers that this is built with.
struct PageRegion {
  std::uint64_t start;
  std::uint64_t end;
  std::uint64_t categories;
};
struct ScanArgument {
  std::uint64_t size;
  std::uint64_t flags;
  std::uint64_t start;
  std::uint64_t end;
  std::uint64_t walk_end;
  std::uint64_t vec;
  std::uint64_t vec_len;
  std::uint64_t max_pages;
  std::uint64_t category_inverted;
  std::uint64_t category_mask;
  std::uint64_t category_anyof_mask;
  std::uint64_t return_mask;
};
constexpr unsigned long kPagemapScan = _IOWR('f', 16, ScanArgument);
constexpr std::uint64_t kIsFile = 1U << 2U;
constexpr std::uint64_t kIsPresent = 1U << 3U;
constexpr std::uint64_t kIsSwapped = 1U << 4U;
constexpr std::uint64_t kIsZeroPage = 1U << 5U;

/// What nobody wrote there is not looked for where it would take minutes to ask page by page.
constexpr std::uint64_t kMostToAsk = std::uint64_t{64} << 30U;

std::uint64_t page_octets() {
  static const auto octets = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  return octets;
}

void append(std::vector<Stretch>& stretches, std::uint64_t start, std::uint64_t end) {
  if (!stretches.empty() && stretches.back().end == start) {
    stretches.back().end = end;
  } else {
    stretches.push_back({start, end});
  }
}

std::vector<Mapping> read_maps(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/maps");
  return parse_maps(std::string(std::istreambuf_iterator<char>(file), {}));
}

int open_of(pid_t pid, const char* name) {
  const std::string path = "/proc/" + std::to_string(pid) + "/" + name;
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    throw WitnessError(path + " may not be read; run this as root or with CAP_SYS_PTRACE");
  }
  return file;
}

// Of the kernel's own, and not to be read.
bool is_kernel_page(const Mapping& mapping) {
  return mapping.name.starts_with("[vvar") || mapping.name == "[vsyscall]" ||
         mapping.name == "[vdso]";
}

}  // namespace

ProcessMemory::ProcessMemory(pid_t pid, std::vector<ThreadState> threads)
    : pid_(pid), mappings_(read_maps(pid)), threads_(std::move(threads)) {
  memory_ = open_of(pid, "mem");
  try {
    pagemap_ = open_of(pid, "pagemap");
  } catch (const WitnessError&) {
    close(memory_);
    throw;
  }
}

ProcessMemory::~ProcessMemory() {
  close(memory_);
  close(pagemap_);
}

std::vector<Stretch> ProcessMemory::stretches(const Mapping& mapping) {
  std::vector<Stretch> stretches;
  if (!is_kernel_page(mapping) && !ask_kernel(mapping, stretches)) {
    read_pagemap(mapping, stretches);
  }
  return stretches;
}

bool ProcessMemory::ask_kernel(const Mapping& mapping, std::vector<Stretch>& stretches) {
  std::array<PageRegion, 512> regions{};
  std::uint64_t start = mapping.start;
  while (start < mapping.end) {
    ScanArgument argument{};
    argument.size = sizeof argument;
    argument.start = start;
    argument.end = mapping.end;
    argument.vec = reinterpret_cast<std::uintptr_t>(regions.data());
    argument.vec_len = regions.size();
    argument.category_anyof_mask = kIsPresent | kIsSwapped;
    argument.return_mask = kIsFile | kIsPresent | kIsSwapped | kIsZeroPage;
    const int found = ioctl(pagemap_, kPagemapScan, &argument);
    if (found < 0) {
      return false;
    }
    for (int i = 0; i < found; ++i) {
      const PageRegion& region = regions[static_cast<std::size_t>(i)];
      const bool merely_a_file = (region.categories & kIsFile) != 0 && !mapping.shared;
      if (!merely_a_file && (region.categories & kIsZeroPage) == 0) {
        append(stretches, region.start, region.end);
      }
    }
    start = argument.walk_end;
  }
  return true;
}

void ProcessMemory::read_pagemap(const Mapping& mapping, std::vector<Stretch>& stretches) {
  stretches.clear();
  if (!mapping.writable && !mapping.readable && mapping.end - mapping.start > kMostToAsk) {
    return;
  }
  std::array<std::uint64_t, 4096> pages{};
  const std::uint64_t page = page_octets();
  for (std::uint64_t start = mapping.start; start < mapping.end;) {
    const ssize_t got = pread(pagemap_, pages.data(), sizeof pages,
                              static_cast<off_t>(start / page * sizeof pages[0]));
    if (got <= 0) {
      append(stretches, start, mapping.end);  // the read itself will tell
      return;
    }
    for (std::size_t i = 0; i < static_cast<std::size_t>(got) / sizeof pages[0]; ++i) {
      const bool merely_a_file = (pages[i] & kOfFile) != 0 && !mapping.shared;
      if (start < mapping.end && (pages[i] & (kPresent | kSwapped)) != 0 && !merely_a_file) {
        append(stretches, start, start + page);
      }
      start += page;
    }
  }
}

std::size_t ProcessMemory::read(std::uint64_t address, std::span<std::uint8_t> octets) {
  iovec here{octets.data(), octets.size()};
  // NOLINTNEXTLINE(performance-no-int-to-ptr): an address of the other process
  iovec there{reinterpret_cast<void*>(address), octets.size()};
  const ssize_t copied = process_vm_readv(pid_, &here, 1, &there, 1, 0);
  std::size_t done = copied > 0 ? static_cast<std::size_t>(copied) : 0;
  // Pages that the process itself may not read now, a debugger may.
  while (done < octets.size()) {
    const ssize_t got = pread(memory_, octets.data() + done, octets.size() - done,
                              static_cast<off_t>(address + done));
    if (got <= 0) {
      break;
    }
    done += static_cast<std::size_t>(got);
  }
  return done;
}

}  // namespace orbbench::memory
