#pragma once

#include <sys/user.h>

#include <cstdint>

namespace orbbench::memory {

#if defined(__x86_64__)
inline std::uint64_t stack_pointer(const user_regs_struct& registers) {
  return registers.rsp;
}
#elif defined(__aarch64__)
inline std::uint64_t stack_pointer(const user_regs_struct& registers) {
  return registers.sp;
}
#else
#error "which register is the stack pointer on this processor?"
#endif

}  // namespace orbbench::memory
