#pragma once

#include <sys/types.h>

#include <chrono>
#include <map>
#include <vector>

#include "memory/memory_map.hpp"

namespace orbbench::memory {

/// Every thread of another process stopped, as by a debugger, for as long as this lives. No signal
/// is sent, so nothing of it is left behind; should this process die, the kernel lets the other run
/// on. Belongs to the thread that made it, which should end soon after it: what it cannot release
/// itself (a thread of the other that did not stop in time) the kernel releases then.
class StoppedProcess {
 public:
  using Clock = std::chrono::steady_clock;

  /// Throws WitnessError when the process is not to be had, or not stopped by the limit.
  StoppedProcess(pid_t pid, Clock::time_point limit);
  ~StoppedProcess();
  StoppedProcess(const StoppedProcess&) = delete;
  StoppedProcess& operator=(const StoppedProcess&) = delete;

  /// Where each of them stood.
  std::vector<ThreadState> threads() const;

 private:
  struct Tracee {
    bool stopped = false;
    int signal = 0;  // that was on its way to it, to be delivered afterwards
  };

  bool seize_new();
  void seize(pid_t thread);
  void await_all(Clock::time_point limit);
  bool has_reported(pid_t thread, Tracee& tracee);
  void release();

  pid_t pid_;
  std::map<pid_t, Tracee> tracees_;
};

}  // namespace orbbench::memory
