#include "memory/stopped_process.hpp"

#include <elf.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/wait.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <thread>

#include "memory/memory_source.hpp"
#include "memory/thread_registers.hpp"

namespace orbbench::memory {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::microseconds kBetweenLooks{20};
constexpr std::chrono::seconds kReleaseBudget{1};

fs::path folder_of(pid_t process) {
  return fs::path("/proc") / std::to_string(process);
}

std::string first_line(const fs::path& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

// Also of a thread that has ended and is waited for by nobody yet.
bool is_gone(pid_t process, pid_t thread) {
  const std::string stat =
      first_line(folder_of(process) / "task" / std::to_string(thread) / "stat");
  const std::size_t state = stat.rfind(')') + 2;
  return stat.size() <= state || stat[state] == 'Z' || stat[state] == 'X';
}

int tracer_of(pid_t process) {
  std::ifstream file(folder_of(process) / "status");
  for (std::string word; file >> word;) {
    if (word == "TracerPid:") {
      int tracer = 0;
      file >> tracer;
      return tracer;
    }
  }
  return 0;
}

std::string why_not_permitted(pid_t process) {
  const std::string who = "process " + std::to_string(process);
  if (const int tracer = tracer_of(process); tracer != 0) {
    return who + " is held by another tracer, process " + std::to_string(tracer) +
           "; end that debugger first";
  }
  const std::string scope = first_line("/proc/sys/kernel/yama/ptrace_scope");
  if (scope == "3") {
    return who +
           " may not be read: this machine allows no tracing (ptrace_scope is 3 until the "
           "next boot); configure another and boot";
  }
  const std::string remedy =
      "; run this as root or with CAP_SYS_PTRACE" +
      std::string(scope == "1" ? ", or set kernel.yama.ptrace_scope to 0" : "") +
      ", or have it dumped with --dump-with";
  return who + " may not be read: it is another user's, protects itself, or the system " +
         (scope == "1" || scope == "2" ? "restricts tracing (ptrace_scope is " + scope + ")"
                                       : std::string("or container forbids tracing")) +
         remedy;
}

[[noreturn]] void throw_not_seized(pid_t process, int error) {
  if (error == EPERM) {
    throw WitnessError(why_not_permitted(process));
  }
  throw WitnessError("process " + std::to_string(process) +
                     " cannot be stopped: " + std::generic_category().message(error));
}

#if defined(__x86_64__)
std::uint64_t thread_base(pid_t, const user_regs_struct& registers) {
  return registers.fs_base;
}
#elif defined(__aarch64__)
std::uint64_t thread_base(pid_t thread, const user_regs_struct&) {
  std::uint64_t base = 0;
  iovec target{&base, sizeof base};
  ptrace(PTRACE_GETREGSET, thread, NT_ARM_TLS, &target);
  return base;
}
#endif

ThreadState state_of(pid_t process, pid_t thread) {
  ThreadState state;
  state.id = thread;
  state.name = first_line(folder_of(process) / "task" / std::to_string(thread) / "comm");
  user_regs_struct registers{};
  iovec target{&registers, sizeof registers};
  if (ptrace(PTRACE_GETREGSET, thread, NT_PRSTATUS, &target) == 0) {
    state.stack_pointer = stack_pointer(registers);
    state.thread_base = thread_base(thread, registers);
  }
  return state;
}

std::optional<pid_t> thread_number(const std::string& name) {
  pid_t number = 0;
  const char* end = name.data() + name.size();
  if (std::from_chars(name.data(), end, number) != std::from_chars_result{end, {}}) {
    return std::nullopt;
  }
  return number;
}

}  // namespace

StoppedProcess::StoppedProcess(pid_t pid, Clock::time_point limit) : pid_(pid) {
  try {
    // A thread that still runs may start another one: until a look finds none that is new.
    while (seize_new()) {
      await_all(limit);
    }
  } catch (...) {
    release();
    throw;
  }
  if (tracees_.empty()) {
    throw WitnessError("there is no process " + std::to_string(pid_) + " on this host");
  }
}

StoppedProcess::~StoppedProcess() {
  release();
}

std::vector<ThreadState> StoppedProcess::threads() const {
  std::vector<ThreadState> states;
  for (const auto& [thread, tracee] : tracees_) {
    states.push_back(state_of(pid_, thread));
  }
  return states;
}

bool StoppedProcess::seize_new() {
  const std::size_t before = tracees_.size();
  std::error_code ended;  // no folder, no process
  for (const auto& entry : fs::directory_iterator(folder_of(pid_) / "task", ended)) {
    const auto thread = thread_number(entry.path().filename());
    if (thread && !tracees_.contains(*thread)) {
      seize(*thread);
    }
  }
  return tracees_.size() > before;
}

void StoppedProcess::seize(pid_t thread) {
  if (ptrace(PTRACE_SEIZE, thread, nullptr, nullptr) != 0) {
    const int error = errno;
    if (error == ESRCH || is_gone(pid_, thread)) {
      return;
    }
    throw_not_seized(pid_, error);
  }
  tracees_.emplace(thread, Tracee());
  ptrace(PTRACE_INTERRUPT, thread, nullptr, nullptr);
}

void StoppedProcess::await_all(Clock::time_point limit) {
  for (auto entry = tracees_.begin(); entry != tracees_.end();) {
    while (!entry->second.stopped && !has_reported(entry->first, entry->second)) {
      if (Clock::now() > limit) {
        throw WitnessError("process " + std::to_string(pid_) +
                           " was not stopped within the time that it may stand; thread " +
                           std::to_string(entry->first) + " runs on; allow more with --max-stop");
      }
      // Only waitpid tells of it, and that has no deadline.
      std::this_thread::sleep_for(kBetweenLooks);
    }
    entry = entry->second.stopped ? std::next(entry) : tracees_.erase(entry);
  }
}

/// Whether the thread has stopped or ended; `stopped` says which.
bool StoppedProcess::has_reported(pid_t thread, Tracee& tracee) {
  int status = 0;
  const pid_t waited = waitpid(thread, &status, __WALL | WNOHANG);
  if (waited == 0) {
    return false;
  }
  if (waited == thread && WIFSTOPPED(status)) {
    tracee.stopped = true;
    // Not by our interrupt but on the way to a signal, which it is to get when it runs on.
    tracee.signal = status >> 16 == 0 ? WSTOPSIG(status) : 0;
  }
  return true;
}

void StoppedProcess::release() {
  const auto limit = Clock::now() + kReleaseBudget;
  for (auto& [thread, tracee] : tracees_) {
    // Only a thread that stands can be let go.
    while (!tracee.stopped && !has_reported(thread, tracee) && Clock::now() < limit) {
      std::this_thread::sleep_for(kBetweenLooks);
    }
    ptrace(PTRACE_DETACH, thread, nullptr, tracee.signal);
  }
  tracees_.clear();
}

}  // namespace orbbench::memory
