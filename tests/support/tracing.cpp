#include "tracing.hpp"

#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <system_error>

namespace orbbench::tests {

std::string why_tracing_is_forbidden() {
  const pid_t child = fork();
  if (child < 0) {
    return "no process to be had";
  }
  if (child == 0) {
    while (true) {
      pause();
    }
  }
  const long seized = ptrace(PTRACE_SEIZE, child, nullptr, nullptr);
  const int error = errno;
  ::kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  return seized == 0 ? ""
                     : "a process may not trace its own child here: " +
                           std::generic_category().message(error);
}

}  // namespace orbbench::tests
