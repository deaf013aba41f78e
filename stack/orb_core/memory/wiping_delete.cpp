// The C++ heap of the whole process, the ORB's and the libraries' objects included, gives memory
// back wiped. What C frees is left alone, and so are the blocks of sites, which
// memory/deallocation.cpp frees: a wipe that a fault leaves out must show.
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <new>

#include "memory/wipe.hpp"

namespace {

using orbbench::orb_core::wipe;

// A message that lies about a length makes the ORB reserve megabytes that nobody ever writes.
constexpr std::size_t kLargeBlock = 131072;

/// The kernel takes the pages back and gives zeros in their place, should they be used again; pages
/// that were never used stay so. False where it does not: locked ones before Linux 5.18.
bool give_back(std::uint8_t* pages, std::size_t octets) noexcept {
  return ::madvise(pages, octets, MADV_DONTNEED_LOCKED) == 0 ||
         ::madvise(pages, octets, MADV_DONTNEED) == 0;
}

void wipe_large(std::uint8_t* block, std::size_t octets) noexcept {
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  const std::size_t before = (page - reinterpret_cast<std::uintptr_t>(block) % page) % page;
  const std::size_t pages = (octets - before) / page * page;
  if (!give_back(block + before, pages)) {
    wipe(block, octets);
    return;
  }
  wipe(block, before);
  wipe(block + before + pages, octets - before - pages);
}

void wipe_and_free(void* memory) noexcept {
  if (memory == nullptr) {
    return;
  }
  const std::size_t octets = ::malloc_usable_size(memory);
  if (octets < kLargeBlock) {
    wipe(memory, octets);
  } else {
    wipe_large(static_cast<std::uint8_t*>(memory), octets);
  }
  std::free(memory);
}

}  // namespace

void operator delete(void* memory) noexcept {
  wipe_and_free(memory);
}
void operator delete[](void* memory) noexcept {
  wipe_and_free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  wipe_and_free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  wipe_and_free(memory);
}
void operator delete(void* memory, const std::nothrow_t&) noexcept {
  wipe_and_free(memory);
}
void operator delete[](void* memory, const std::nothrow_t&) noexcept {
  wipe_and_free(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
  wipe_and_free(memory);
}
void operator delete[](void* memory, std::align_val_t) noexcept {
  wipe_and_free(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  wipe_and_free(memory);
}
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept {
  wipe_and_free(memory);
}
void operator delete(void* memory, std::align_val_t, const std::nothrow_t&) noexcept {
  wipe_and_free(memory);
}
void operator delete[](void* memory, std::align_val_t, const std::nothrow_t&) noexcept {
  wipe_and_free(memory);
}
