// Preloaded into a core that knows nothing of it: looks at each block at the moment it is given
// back. It needs libc alone, so that it can stand before any program, C, C++ or Ada; it allocates
// nothing, takes no lock, and stays out of the way of a program that was not given a record.

#include <dlfcn.h>
#include <fcntl.h>
#include <link.h>
#include <malloc.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "memory/preload/block_look.hpp"
#include "memory/preload/frame_walk.hpp"
#include "memory/preload/record.hpp"

namespace orbbench::free_witness {
namespace {

using Free = void (*)(void*);
using Reallocate = void* (*)(void*, std::size_t);

std::atomic<Record*> record{nullptr};
std::atomic<Free> next_free{nullptr};
std::atomic<Reallocate> next_reallocate{nullptr};

/// Set while this thread is in the witness: what the look-up of symbols or the unwinder give back
/// is not the core's.
[[gnu::tls_model("initial-exec")]] thread_local bool inside = false;

class Inside {
 public:
  Inside() { inside = true; }
  ~Inside() { inside = false; }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;
};

/// The allocator that stands behind this library; not always glibc's. Null while it is being looked
/// up by this very thread.
template <class Function>
Function next(std::atomic<Function>& known, const char* name) {
  Function function = known.load(std::memory_order_acquire);
  if (function == nullptr && !inside) {
    const Inside scope;
    function = reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
    known.store(function, std::memory_order_release);
  }
  return function;
}

bool is_watching(const Record* file) {
  return file != nullptr && !inside && file->watching.load(std::memory_order_relaxed) != 0;
}

// Call paths ------------------------------------------------------------------------------------

void note_module(Record& file, std::uint64_t address) {
  for (const Module& module : file.modules) {
    const std::uint64_t start = module.start.load(std::memory_order_acquire);
    if (start != 0 && start <= address && address < module.end) {
      return;
    }
  }
  dl_find_object found{};
  // NOLINTNEXTLINE(performance-no-int-to-ptr): a return address off the stack
  if (_dl_find_object(reinterpret_cast<void*>(address), &found) != 0) {
    return;
  }
  const std::uint64_t place = file.modules_known.fetch_add(1);
  if (place >= kMostModules) {
    return;
  }
  Module& module = file.modules[place];
  module.end = reinterpret_cast<std::uint64_t>(found.dlfo_map_end);
  module.bias = found.dlfo_link_map->l_addr;
  std::strncpy(module.path, found.dlfo_link_map->l_name, kMostPathOctets - 1);
  module.start.store(reinterpret_cast<std::uint64_t>(found.dlfo_map_start),
                     std::memory_order_release);
}

std::uint64_t key_of(const Frames& frames) {
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < frames.depth; ++i) {
    key = (key ^ frames.address[i]) * 0x9e3779b97f4a7c15U;
    key ^= key >> 29U;
  }
  return key | 1U;
}

void write_frames(Record& file, CallPath& path, const Frames& frames) {
  for (std::size_t i = 0; i < frames.depth; ++i) {
    path.frames[i] = frames.address[i];
    note_module(file, frames.address[i] - 1);
  }
  path.depth.store(frames.depth, std::memory_order_release);
}

/// Null when there is no room near where it belongs.
CallPath* find_path(Record& file, const Frames& frames) {
  constexpr std::size_t kProbes = 64;
  const std::uint64_t key = key_of(frames);
  for (std::size_t probe = 0; probe < kProbes; ++probe) {
    CallPath& path = file.call_paths[(key / 2 + probe) % kMostCallPaths];
    std::uint64_t there = path.key.load(std::memory_order_acquire);
    if (there == 0 && path.key.compare_exchange_strong(there, key)) {
      write_frames(file, path, frames);
      return &path;
    }
    if (there == key) {
      return &path;
    }
  }
  return nullptr;
}

void add(std::atomic<std::uint64_t>& counter, std::uint64_t amount) {
  counter.fetch_add(amount, std::memory_order_relaxed);
}

void raise_to(std::atomic<std::uint64_t>& most, std::uint64_t value) {
  std::uint64_t known = most.load(std::memory_order_relaxed);
  while (known < value && !most.compare_exchange_weak(known, value, std::memory_order_relaxed)) {
  }
}

void count(CallPath& path, const BlockLook& look) {
  add(path.blocks, 1);
  add(path.octets, look.octets);
  if (look.content > 0) {
    add(path.unwiped, 1);
    add(path.content, look.content);
    raise_to(path.most_content, look.content);
  }
  if (look.canary_octets > 0) {
    add(path.with_canary, 1);
    add(path.with_whole_canary, look.has_whole_canary() ? 1 : 0);
  }
}

void write_down(Record& file, const BlockLook& look, std::uint64_t caller, std::uint64_t stack) {
  const Frames frames = walk_frames(caller, stack);
  add(file.blocks, 1);
  add(file.cut_short, look.cut_short ? 1 : 0);
  add(file.unwindings, frames.unwound ? 1 : 0);
  if (CallPath* path = find_path(file, frames)) {
    count(*path, look);
    return;
  }
  add(file.unplaced, 1);
  add(file.unplaced_with_canary, look.canary_octets > 0 ? 1 : 0);
}

// Start -----------------------------------------------------------------------------------------

/// Only a file of this user's alone is written to.
Record* map_record(const char* path) {
  const int number = open(path, O_RDWR | O_CLOEXEC);
  if (number < 0) {
    return nullptr;
  }
  struct stat facts {};
  const bool usable = fstat(number, &facts) == 0 && S_ISREG(facts.st_mode) &&
                      facts.st_uid == geteuid() && (facts.st_mode & 077U) == 0 &&
                      facts.st_size == sizeof(Record);
  void* memory = usable
                     ? mmap(nullptr, sizeof(Record), PROT_READ | PROT_WRITE, MAP_SHARED, number, 0)
                     : MAP_FAILED;
  close(number);
  return memory == MAP_FAILED ? nullptr : static_cast<Record*>(memory);
}

/// The process that comes first is the one that is looked at, also after it executed another
/// program (a script that ends in `exec core`); its children keep out.
bool take_over(Record& file) {
  const auto own = static_cast<std::uint64_t>(getpid());
  std::uint64_t process = 0;
  if (file.process.compare_exchange_strong(process, own)) {
    return true;
  }
  if (process != own) {
    add(file.bystanders, 1);
    return false;
  }
  std::memset(static_cast<void*>(file.modules), 0, sizeof file.modules);
  std::memset(static_cast<void*>(file.call_paths), 0, sizeof file.call_paths);
  file.modules_known.store(0);
  return true;
}

[[gnu::constructor]] void start() {
  const char* path = getenv(kFileVariable);
  Record* file = path == nullptr ? nullptr : map_record(path);
  if (file == nullptr) {
    return;
  }
  if (file->magic != kMagic || file->size != sizeof(Record) || !take_over(*file)) {
    munmap(file, sizeof(Record));
    return;
  }
  const ssize_t length = readlink("/proc/self/exe", file->program, kMostPathOctets - 1);
  file->program[length > 0 ? length : 0] = '\0';
  record.store(file, std::memory_order_release);
}

void give_back(void* block, std::uint64_t caller, std::uint64_t stack) {
  const Free forward = next(next_free, "free");
  if (forward == nullptr) {
    return;  // what the look-up of `free` itself gives back is lost: a few octets, once
  }
  Record* file = record.load(std::memory_order_acquire);
  if (block != nullptr && is_watching(file)) {
    const Inside scope;
    write_down(*file, look_at_block(block, malloc_usable_size(block), file->fingerprints), caller,
               stack);
  }
  forward(block);
}

void* move_elsewhere(void* block, std::size_t octets, std::uint64_t caller, std::uint64_t stack) {
  const Reallocate forward = next(next_reallocate, "realloc");
  if (forward == nullptr) {
    errno = ENOMEM;
    return nullptr;
  }
  Record* file = record.load(std::memory_order_acquire);
  if (block == nullptr || !is_watching(file)) {
    return forward(block, octets);
  }
  const auto former = reinterpret_cast<std::uintptr_t>(block);
  const BlockLook look = look_at_block(block, malloc_usable_size(block), file->fingerprints);
  void* moved = forward(block, octets);
  const bool given_back =
      moved == nullptr ? octets == 0 : reinterpret_cast<std::uintptr_t>(moved) != former;
  if (given_back) {
    const Inside scope;
    write_down(*file, look, caller, stack);
  }
  return moved;
}

}  // namespace
}  // namespace orbbench::free_witness

// Where the caller is, and where its stack pointer is once this function has returned.
#define ORBBENCH_CALLER                                         \
  reinterpret_cast<std::uint64_t>(__builtin_return_address(0)), \
      reinterpret_cast<std::uint64_t>(__builtin_dwarf_cfa())

extern "C" {

[[gnu::visibility("default")]] void free(void* block) noexcept {
  orbbench::free_witness::give_back(block, ORBBENCH_CALLER);
}

// Programs linked before glibc 2.26 may still call it.
[[gnu::visibility("default")]] void cfree(void* block) noexcept {
  orbbench::free_witness::give_back(block, ORBBENCH_CALLER);
}

[[gnu::visibility("default")]] void* realloc(void* block, std::size_t octets) noexcept {
  return orbbench::free_witness::move_elsewhere(block, octets, ORBBENCH_CALLER);
}

}  // extern "C"
