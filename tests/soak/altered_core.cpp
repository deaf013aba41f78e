// Loaded before a core, it does to it what its environment says, with each reply that is sent:
// ORBBENCH_TEST_LEAK=OCTETS loses a block of that size; ORBBENCH_TEST_WARM_UP=OCTETS fills a cache
// that has that size in the end, half of it with the first 500 replies, half of the rest with the
// next 500, and so on.

#include <dlfcn.h>
#include <sys/types.h>

#include <atomic>
#include <cmath>
#include <cstdlib>
#include <cstring>

namespace {

using Send = ssize_t (*)(int, const void*, size_t, int);

constexpr double kHalfLife = 500;

double octets_in(const char* variable) {
  const char* value = std::getenv(variable);
  return value == nullptr ? 0 : std::atof(value);
}

/// Memory that is used, and that nothing points to any more.
void lose(double octets) {
  const auto size = static_cast<size_t>(octets);
  if (size > 0) {
    void* block = std::malloc(size);
    std::memset(block, 1, size);
    // Else the compiler may leave both out, since nobody looks at it.
    asm volatile("" : : "r"(block) : "memory");
  }
}

double filled_after(double replies, double whole) {
  return whole * (1 - std::exp2(-replies / kHalfLife));
}

void alter() {
  static const double leak = octets_in("ORBBENCH_TEST_LEAK");
  static const double cache = octets_in("ORBBENCH_TEST_WARM_UP");
  static std::atomic<int> sent = 0;
  const double replies = sent++;
  lose(leak);
  lose(filled_after(replies + 1, cache) - filled_after(replies, cache));
}

}  // namespace

extern "C" __attribute__((visibility("default"))) ssize_t send(int socket, const void* data,
                                                               size_t octets, int flags) {
  static const auto next = reinterpret_cast<Send>(dlsym(RTLD_NEXT, "send"));
  alter();
  return next(socket, data, octets, flags);
}
