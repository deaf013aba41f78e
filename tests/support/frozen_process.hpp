#pragma once

#include <sys/types.h>

namespace orbbench::tests {

/// Stops a process as SIGSTOP does, for as long as this lives. Every thread has stopped when the
/// constructor returns: the signal alone leaves them running for as long as it takes to arrive.
class FrozenProcess {
 public:
  /// Throws std::runtime_error when the process is not to be had, or runs on for 10 s.
  explicit FrozenProcess(pid_t pid);
  ~FrozenProcess();
  FrozenProcess(const FrozenProcess&) = delete;
  FrozenProcess& operator=(const FrozenProcess&) = delete;

 private:
  pid_t pid_;
};

}  // namespace orbbench::tests
