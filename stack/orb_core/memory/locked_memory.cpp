#include "memory/locked_memory.hpp"

#include <linux/capability.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>

namespace orbbench::orb_core {
namespace {

std::atomic<bool> locked = false;

bool has_lock_capability() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> sets{};
  return ::syscall(SYS_capget, &header, sets.data()) == 0 &&
         (sets[CAP_TO_INDEX(CAP_IPC_LOCK)].effective & CAP_TO_MASK(CAP_IPC_LOCK)) != 0;
}

}  // namespace

std::optional<std::string> lock_memory() {
  rlimit limit{};
  ::getrlimit(RLIMIT_MEMLOCK, &limit);
  if (limit.rlim_cur != RLIM_INFINITY && !has_lock_capability()) {
    return "RLIMIT_MEMLOCK is " + std::to_string(limit.rlim_cur) +
           " octets; it must be unlimited, or the process have CAP_IPC_LOCK";
  }
  if (::mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) != 0) {
    return std::string("mlockall: ") + std::strerror(errno);
  }
  locked = true;
  return std::nullopt;
}

bool memory_is_locked() {
  return locked;
}

}  // namespace orbbench::orb_core
