#include "console/child_start.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <csignal>
#include <deque>
#include <future>
#include <mutex>
#include <stdexcept>
#include <system_error>
#include <thread>

namespace orbbench::console {
namespace {

constexpr int kCannotExecute = 127;

int checked(int result, const char* what) {
  if (result < 0) {
    throw std::system_error(errno, std::generic_category(), what);
  }
  return result;
}

struct Pipe {
  Descriptor read_end;
  Descriptor write_end;
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  checked(::pipe2(ends.data(), O_CLOEXEC), "pipe2");
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

/// What the child needs between fork and exec, all of it made before.
struct Plan {
  const char* program;
  char* const* arguments;
  int input;
  int output;
  int errors;
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
  ::signal(SIGINT, SIG_DFL);
  const sched_param usual{};
  ::sched_setscheduler(0, SCHED_OTHER,
                       &usual);  // the console's own policy is not for what measures
  if (::getppid() == plan.parent && ::dup2(plan.input, STDIN_FILENO) >= 0 &&
      ::dup2(plan.output, STDOUT_FILENO) >= 0 && ::dup2(plan.errors, STDERR_FILENO) >= 0) {
    ::execv(plan.program, plan.arguments);
  }
  const int reason = errno;
  [[maybe_unused]] const auto told = ::write(plan.failure, &reason, sizeof reason);
  ::_exit(kCannotExecute);
}

/// The failure pipe closes without a word when the program was executed.
int read_failure(const Descriptor& pipe) {
  int reason = 0;
  ssize_t taken = 0;
  do {
    taken = ::read(pipe.number(), &reason, sizeof reason);
  } while (taken < 0 && errno == EINTR);
  return taken == sizeof reason ? reason : 0;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) {
    pointers.push_back(text.data());
  }
  pointers.push_back(nullptr);
  return pointers;
}

pid_t fork_here(const Plan& plan) {
  const pid_t pid = checked(::fork(), "fork");
  if (pid == 0) {
    become_program(plan);
  }
  return pid;
}

std::atomic<Starter::Implementation*> starter = nullptr;

}  // namespace

struct Starter::Implementation {
  pid_t fork(const Plan& plan) {
    std::packaged_task<pid_t()> task([&plan] { return fork_here(plan); });
    std::future<pid_t> pid = task.get_future();
    {
      const std::lock_guard lock(mutex);
      waiting.push_back(std::move(task));
    }
    changed.notify_one();
    return pid.get();
  }

  void run(const std::stop_token& stop) {
    std::unique_lock lock(mutex);
    while (changed.wait(lock, stop, [this] { return !waiting.empty(); })) {
      std::packaged_task<pid_t()> task = std::move(waiting.front());
      waiting.pop_front();
      lock.unlock();
      task();
      lock.lock();
    }
  }

  std::mutex mutex;
  std::condition_variable_any changed;
  std::deque<std::packaged_task<pid_t()>> waiting;
  std::jthread thread{[this](const std::stop_token& stop) { run(stop); }};  // last: it uses them
};

Starter::Starter() : implementation_(std::make_unique<Implementation>()) {
  starter = implementation_.get();
}

Starter::~Starter() {
  starter = nullptr;
}

namespace {

pid_t fork_for(const Plan& plan) {
  Starter::Implementation* there = starter;
  return there != nullptr ? there->fork(plan) : fork_here(plan);
}

}  // namespace

StartedChild start_child(const std::filesystem::path& program,
                         const std::vector<std::string>& given) {
  std::vector<std::string> arguments{program.string()};
  arguments.insert(arguments.end(), given.begin(), given.end());
  const std::vector<char*> pointers = pointers_to(arguments);
  const Descriptor input(checked(::open("/dev/null", O_RDONLY | O_CLOEXEC), "/dev/null"));
  Pipe output = make_pipe();
  Pipe errors = make_pipe();
  Pipe failure = make_pipe();
  const Plan plan{pointers[0],
                  pointers.data(),
                  input.number(),
                  output.write_end.number(),
                  errors.write_end.number(),
                  failure.write_end.number(),
                  ::getpid()};
  StartedChild child;
  child.pid = fork_for(plan);
  failure.write_end.close();
  if (const int reason = read_failure(failure.read_end); reason != 0) {
    ::waitpid(child.pid, nullptr, 0);
    throw std::runtime_error("cannot execute " + program.string() + ": " +
                             std::generic_category().message(reason));
  }
  child.process =
      Descriptor(checked(static_cast<int>(::syscall(SYS_pidfd_open, child.pid, 0)), "pidfd"));
  for (Pipe* pipe : {&output, &errors}) {
    checked(::fcntl(pipe->read_end.number(), F_SETFL, O_NONBLOCK), "fcntl");
  }
  child.output = std::move(output.read_end);
  child.errors = std::move(errors.read_end);
  return child;
}

}  // namespace orbbench::console
