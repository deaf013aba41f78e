// For `orbbench selfcheck --mutants` alone, and never installed: preloaded into a core, it makes
// what the core wipes with do nothing, as a compiler or a library gone wrong would.

#include <link.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace {

struct Range {
  std::uintptr_t start = 0;
  std::uintptr_t end = 0;
};

Range wipe_function;

int take_program(dl_phdr_info* program, std::size_t, void* base) {
  *static_cast<std::uintptr_t*>(base) = program->dlpi_addr;
  return 1;  // the program itself comes first
}

// Where the core's wipe function lies in its file: "1a2b-1a5f".
[[gnu::constructor]] void start() {
  const char* given = std::getenv("ORBBENCH_NULL_WIPE");
  if (given == nullptr) {
    return;
  }
  std::uintptr_t base = 0;
  dl_iterate_phdr(take_program, &base);
  char* end = nullptr;
  wipe_function.start = base + std::strtoull(given, &end, 16);
  wipe_function.end = *end == '-' ? base + std::strtoull(end + 1, nullptr, 16) : 0;
}

bool comes_from_wipe(const void* caller) {
  const auto address = reinterpret_cast<std::uintptr_t>(caller);
  return wipe_function.start <= address && address < wipe_function.end;
}

}  // namespace

extern "C" {

[[gnu::visibility("default")]] void sodium_memzero(void*, std::size_t) {}

[[gnu::visibility("default")]] void explicit_bzero(void*, std::size_t) noexcept {}

// What _FORTIFY_SOURCE makes of the same.
[[gnu::visibility("default")]] void __explicit_bzero_chk(void*, std::size_t, std::size_t) noexcept {
}

// No program runs without memset: only the core's wipe is cheated.
[[gnu::visibility("default")]] void* memset(void* memory, int value, std::size_t octets) noexcept {
  if (value == 0 && comes_from_wipe(__builtin_return_address(0))) {
    return memory;
  }
  void* place = memory;
  asm volatile("rep stosb" : "+D"(place), "+c"(octets) : "a"(value) : "memory");
  return memory;
}

}  // extern "C"
