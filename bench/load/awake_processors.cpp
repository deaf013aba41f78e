#include "load/awake_processors.hpp"

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <sys/sysinfo.h>

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <stop_token>
#include <string>

namespace orbbench::bench {
namespace {

bool reads_as_quota(const char* file) {
  std::string quota;
  return std::ifstream(file) >> quota && quota != "max" && quota != "-1";
}

/// How long waking may take, in microseconds, as long as the file is open (Linux,
/// Documentation/power/pm_qos_interface). Not open where this process may not, or where the kernel
/// knows no way of idling but its processor's own.
process::FileDescriptor ask_for_polling() {
  std::string driver;
  std::ifstream("/sys/devices/system/cpu/cpuidle/current_driver") >> driver;
  if (driver.empty() || driver == "none") {
    return process::FileDescriptor();
  }
  process::FileDescriptor file(open("/dev/cpu_dma_latency", O_WRONLY | O_CLOEXEC));
  constexpr std::int32_t kAtOnce = 0;
  if (file.is_open() && write(file.number(), &kAtOnce, sizeof kAtOnce) != sizeof kAtOnce) {
    file.close();
  }
  return file;
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

KeptAwakeBy what_may_keep_processors_awake() {
  if (ask_for_polling().is_open()) {
    return KeptAwakeBy::Polling;
  }
  return has_quota() ? KeptAwakeBy::Nothing : KeptAwakeBy::Spinning;
}

std::string name_of(KeptAwakeBy means) {
  switch (means) {
    case KeptAwakeBy::Polling:
      return "polling";
    case KeptAwakeBy::Spinning:
      return "spinning";
    case KeptAwakeBy::Nothing:
      break;
  }
  return "nothing";
}

AwakeProcessors::AwakeProcessors(KeptAwakeBy means) {
  if (means == KeptAwakeBy::Polling) {
    polling_ = ask_for_polling();
  } else if (means == KeptAwakeBy::Spinning) {
    // Not only those of this thread: a core may be on another one.
    const auto processors = static_cast<std::size_t>(get_nprocs_conf());
    for (std::size_t processor = 0; processor < processors; ++processor) {
      spinning_.emplace_back(
          [processor](const std::stop_token& stop) { spin_on(processor, stop); });
    }
  }
}

}  // namespace orbbench::bench
