#include "load/awake_processors.hpp"

#include <pthread.h>
#include <sched.h>
#include <sys/sysinfo.h>

#include <cstddef>
#include <fstream>
#include <stop_token>
#include <string>

namespace orbbench::bench {
namespace {

bool reads_as_quota(const char* file) {
  std::string quota;
  return std::ifstream(file) >> quota && quota != "max" && quota != "-1";
}

// As a container sees its own control group: version 2, else version 1.
bool has_quota() {
  return reads_as_quota("/sys/fs/cgroup/cpu.max") ||
         reads_as_quota("/sys/fs/cgroup/cpu/cpu.cfs_quota_us");
}

// Leaves what the processor shares with a sibling to the sibling.
void pause() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

void spin_on(std::size_t processor, const std::stop_token& stop) {
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(processor, &one);
  const sched_param none{};
  if (sched_setaffinity(0, sizeof one, &one) != 0 ||
      pthread_setschedparam(pthread_self(), SCHED_IDLE, &none) != 0) {
    return;  // at any other priority it would be in the way
  }
  while (!stop.stop_requested()) {
    pause();
  }
}

}  // namespace

AwakeProcessors::AwakeProcessors() {
  if (has_quota()) {
    return;
  }
  // Not only those of this thread: a core may be on another one.
  const auto processors = static_cast<std::size_t>(get_nprocs_conf());
  for (std::size_t processor = 0; processor < processors; ++processor) {
    spinning_.emplace_back([processor](const std::stop_token& stop) { spin_on(processor, stop); });
  }
}

}  // namespace orbbench::bench
