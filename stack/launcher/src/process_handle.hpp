#pragma once

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "orbbench/process/file_descriptor.hpp"

namespace orbbench::launcher {

/// Holds on to one process, parent or not, where a number may pass on to another one. Raw system
/// calls: sys/pidfd.h of glibc 2.36 declares its functions with C++ linkage.
class ProcessHandle {
 public:
  explicit ProcessHandle(pid_t pid) : handle_(static_cast<int>(syscall(SYS_pidfd_open, pid, 0))) {}

  /// False when there was no such process.
  bool is_open() const { return handle_.is_open(); }

  void send(int signal) const {
    syscall(SYS_pidfd_send_signal, handle_.number(), signal, nullptr, 0);
  }

  /// Whether the process ends within that time.
  bool ends_within(int milliseconds) const {
    pollfd watched{handle_.number(), POLLIN, 0};
    return poll(&watched, 1, milliseconds) == 1;
  }

 private:
  process::FileDescriptor handle_;
};

}  // namespace orbbench::launcher
