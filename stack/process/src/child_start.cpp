#include "child_start.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <system_error>

namespace orbbench::process {
namespace {

constexpr int kCannotExecute = 127;

int checked(int result, const char* what) {
  if (result < 0) {
    throw std::system_error(errno, std::generic_category(), what);
  }
  return result;
}

struct Pipe {
  FileDescriptor read_end;
  FileDescriptor write_end;
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  checked(::pipe2(ends.data(), O_CLOEXEC), "pipe2");
  return {FileDescriptor(ends[0]), FileDescriptor(ends[1])};
}

// Not a pipe: nobody reads it while the program runs, and a full one would stop it. The kernel does
// not guard the position of a memfd: lines of two threads would write over each other unless each
// goes to the end.
FileDescriptor make_error_memory() {
  FileDescriptor memory(checked(::memfd_create("errors", MFD_CLOEXEC), "memfd_create"));
  checked(::fcntl(memory.number(), F_SETFL, O_APPEND), "fcntl");
  return memory;
}

std::vector<std::string> environment_with(const std::map<std::string, std::string>& added) {
  std::vector<std::string> variables;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string variable = *entry;
    if (!added.contains(variable.substr(0, variable.find('=')))) {
      variables.push_back(variable);
    }
  }
  for (const auto& [name, value] : added) {
    variables.push_back(name + "=" + value);
  }
  return variables;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (std::string& text : texts) {
    pointers.push_back(text.data());
  }
  pointers.push_back(nullptr);
  return pointers;
}

/// What the child needs between fork and exec, all of it made before.
struct Plan {
  char* const* arguments;
  char* const* environment;
  int output;
  int errors;  ///< -1: this process's
  int failure;
  pid_t parent;
};

// Only async-signal-safe calls: another thread may have held a lock.
[[noreturn]] void become_program(const Plan& plan) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::setpgid(0, 0);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  if (::getppid() == plan.parent && ::dup2(plan.output, STDOUT_FILENO) >= 0 &&
      (plan.errors < 0 || ::dup2(plan.errors, STDERR_FILENO) >= 0)) {
    ::execve(plan.arguments[0], plan.arguments, plan.environment);
  }
  const int reason = errno;
  [[maybe_unused]] const auto told = ::write(plan.failure, &reason, sizeof reason);
  ::_exit(kCannotExecute);
}

/// The failure pipe closes without a word when the program was executed.
int read_failure(const FileDescriptor& pipe) {
  int reason = 0;
  ssize_t taken = 0;
  do {
    taken = ::read(pipe.number(), &reason, sizeof reason);
  } while (taken < 0 && errno == EINTR);
  return taken == sizeof reason ? reason : 0;
}

}  // namespace

StartedChild start_child(const ChildProcess::Settings& settings) {
  std::vector<std::string> arguments{settings.program.string()};
  arguments.insert(arguments.end(), settings.arguments.begin(), settings.arguments.end());
  std::vector<std::string> environment = environment_with(settings.environment);
  const std::vector<char*> argument_pointers = pointers_to(arguments);
  const std::vector<char*> environment_pointers = pointers_to(environment);
  Pipe output = make_pipe();
  Pipe failure = make_pipe();
  StartedChild child;
  if (settings.errors == ChildProcess::Errors::Kept) {
    child.errors = make_error_memory();
  }
  const Plan plan{argument_pointers.data(), environment_pointers.data(), output.write_end.number(),
                  child.errors.number(),    failure.write_end.number(),  ::getpid()};
  child.pid = checked(::fork(), "fork");
  if (child.pid == 0) {
    become_program(plan);
  }
  failure.write_end.close();
  if (const int reason = read_failure(failure.read_end); reason != 0) {
    ::waitpid(child.pid, nullptr, 0);
    throw std::runtime_error("cannot execute " + settings.program.string() + ": " +
                             std::generic_category().message(reason));
  }
  child.process =
      FileDescriptor(checked(static_cast<int>(::syscall(SYS_pidfd_open, child.pid, 0)), "pidfd"));
  child.output = std::move(output.read_end);
  return child;
}

}  // namespace orbbench::process
