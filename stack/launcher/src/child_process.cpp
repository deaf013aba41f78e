#include "child_process.hpp"

#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstring>

#include "orbbench/process/file_descriptor.hpp"
#include "system_error.hpp"

namespace orbbench::launcher {
namespace {

/// All that the child needs between fork and exec, made beforehand: other threads may hold the
/// allocator's locks at the fork, so the child makes nothing but system calls.
struct Preparation {
  process::FileDescriptor program;
  process::FileDescriptor null;
  process::FileDescriptor log;
  process::FileDescriptor working_folder;
  std::array<process::FileDescriptor, 2> failure;
  std::vector<char*> arguments;
  std::vector<char*> environment;
  pid_t parent = 0;
};

process::FileDescriptor open_checked(const std::filesystem::path& path, int flags,
                                     mode_t mode = 0) {
  return process::FileDescriptor(
      checked(open(path.c_str(), flags | O_CLOEXEC, mode), path.c_str()));
}

std::vector<char*> pointers_to(const std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (const std::string& text : texts) {
    pointers.push_back(const_cast<char*>(text.c_str()));
  }
  pointers.push_back(nullptr);
  return pointers;
}

Preparation prepare(const ProcessSpec& spec) {
  Preparation preparation;
  preparation.program = open_checked(spec.program, O_PATH);
  preparation.null = open_checked("/dev/null", O_RDONLY);
  preparation.log = open_checked(spec.log, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, 0600);
  preparation.working_folder = open_checked(spec.working_folder, O_PATH | O_DIRECTORY);
  std::array<int, 2> ends{};
  checked(pipe2(ends.data(), O_CLOEXEC), "pipe2");
  preparation.failure = {process::FileDescriptor(ends[0]), process::FileDescriptor(ends[1])};
  preparation.arguments = pointers_to(spec.arguments);
  preparation.arguments.insert(preparation.arguments.begin(),
                               const_cast<char*>(spec.program.c_str()));
  preparation.environment = pointers_to(spec.environment);
  preparation.parent = getpid();
  return preparation;
}

bool reset_signals() {
  for (const int number : {SIGINT, SIGHUP, SIGPIPE, SIGTERM, SIGCHLD, SIGQUIT}) {
    signal(number, SIG_DFL);
  }
  sigset_t none;
  sigemptyset(&none);
  return sigprocmask(SIG_SETMASK, &none, nullptr) == 0;
}

/// Raw system calls: glibc's wrappers signal the other threads of the process, which a forked child
/// does not have but glibc's records of it do.
bool become(const Account& account) {
  return syscall(SYS_setgroups, account.groups.size(), account.groups.data()) == 0 &&
         syscall(SYS_setresgid, account.gid, account.gid, account.gid) == 0 &&
         syscall(SYS_setresuid, account.uid, account.uid, account.uid) == 0;
}

/// After any change of user, since that clears the setting.
bool bind_lifetime(Lifetime lifetime, pid_t parent) {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
    return false;
  }
  if (lifetime == Lifetime::Own) {
    return setsid() >= 0;
  }
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) {
    return false;
  }
  if (getppid() != parent) {
    _exit(127);
  }
  return true;
}

bool redirect(const Preparation& preparation) {
  return dup2(preparation.null.number(), STDIN_FILENO) >= 0 &&
         dup2(preparation.log.number(), STDOUT_FILENO) >= 0 &&
         dup2(preparation.log.number(), STDERR_FILENO) >= 0 &&
         fchdir(preparation.working_folder.number()) == 0;
}

[[noreturn]] void become_program(const ProcessSpec& spec, const Preparation& preparation) {
  umask(077);
  if (reset_signals() && redirect(preparation) && (!spec.account || become(*spec.account)) &&
      bind_lifetime(spec.lifetime, preparation.parent)) {
    // Libraries open descriptors without close-on-exec (hiredis does). Older kernels lack the call;
    // then what leaks is only such a descriptor.
    syscall(SYS_close_range, 3U, ~0U, static_cast<unsigned>(CLOSE_RANGE_CLOEXEC));
    execve(spec.program.c_str(), preparation.arguments.data(), preparation.environment.data());
    if (errno == EACCES) {
      // It lies where its user may not go; it was opened while this process still might.
      syscall(SYS_execveat, preparation.program.number(), "", preparation.arguments.data(),
              preparation.environment.data(), AT_EMPTY_PATH);
    }
  }
  const int reason = errno;
  [[maybe_unused]] const auto told = write(preparation.failure[1].number(), &reason, sizeof reason);
  _exit(127);
}

/// The failure pipe closes without a word when the program was executed.
int read_failure(const process::FileDescriptor& pipe) {
  int reason = 0;
  ssize_t taken = 0;
  do {
    taken = read(pipe.number(), &reason, sizeof reason);
  } while (taken < 0 && errno == EINTR);
  return taken == sizeof reason ? reason : 0;
}

}  // namespace

pid_t spawn_process(const ProcessSpec& spec) {
  Preparation preparation = prepare(spec);
  const pid_t child = checked(fork(), "fork");
  if (child == 0) {
    become_program(spec, preparation);
  }
  preparation.failure[1].close();
  if (const int reason = read_failure(preparation.failure[0]); reason != 0) {
    waitpid(child, nullptr, 0);
    throw std::system_error(reason, std::generic_category(),
                            "cannot execute " + spec.program.string());
  }
  return child;
}

std::string describe_wait_status(int status) {
  if (WIFSIGNALED(status)) {
    const int number = WTERMSIG(status);
    const char* name = sigdescr_np(number);
    return "was killed by signal " + std::to_string(number) + " (" +
           (name != nullptr ? name : "unknown") + ")";
  }
  return "exited with status " + std::to_string(WEXITSTATUS(status));
}

std::optional<int> ChildProcess::status() const {
  const std::lock_guard lock(mutex_);
  return status_;
}

void ChildProcess::set_status(int status) {
  {
    const std::lock_guard lock(mutex_);
    status_ = status;
  }
  changed_.notify_all();
}

void ChildProcess::wait_for_end(const std::stop_token& stop, std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, stop, time, [this] { return status_.has_value(); });
}

}  // namespace orbbench::launcher
