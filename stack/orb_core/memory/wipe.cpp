#include "memory/wipe.hpp"

#include <sodium.h>
#include <strings.h>

#include <atomic>
#include <cstring>

namespace orbbench::orb_core {
namespace {

constinit std::atomic<WipeMethod> chosen{WipeMethod::Sodium};

}  // namespace

void wipe_with(WipeMethod method) {
  chosen.store(method, std::memory_order_relaxed);
}

void wipe(void* memory, std::size_t octets) noexcept {
  switch (chosen.load(std::memory_order_relaxed)) {
    case WipeMethod::Sodium:
      sodium_memzero(memory, octets);
      break;
    case WipeMethod::ExplicitBzero:
      explicit_bzero(memory, octets);
      break;
    case WipeMethod::Memset:
      std::memset(memory, 0, octets);
      break;
  }
  // The compiler must not drop a memset whose effect nobody reads.
  asm volatile("" : : "r"(memory) : "memory");
}

}  // namespace orbbench::orb_core
