#include "interop/peer_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <stdexcept>

namespace orbbench::interop {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kReadyBudget{20};
constexpr int kEndBudgetMilliseconds = 10'000;
constexpr int kCannotExecute = 127;

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) {
    pointers.push_back(text.data());
  }
  pointers.push_back(nullptr);
  return pointers;
}

// Between fork and exec only async-signal-safe calls: another thread may have held a lock.
[[noreturn]] void become_peer(char* const* arguments, int output, pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  // Ctrl-C is for the run, which ends its peers itself.
  ::setpgid(0, 0);
  if (::getppid() != parent || ::dup2(output, STDOUT_FILENO) < 0) {
    ::_exit(kCannotExecute);
  }
  ::execv(arguments[0], arguments);
  ::_exit(kCannotExecute);
}

int milliseconds_until(Clock::time_point end) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now());
  return static_cast<int>(std::max<std::chrono::milliseconds::rep>(left.count(), 0));
}

}  // namespace

PeerProcess::PeerProcess(const std::filesystem::path& program,
                         const std::vector<std::string>& arguments) {
  std::vector<std::string> texts{program.string()};
  texts.insert(texts.end(), arguments.begin(), arguments.end());
  const std::vector<char*> pointers = pointers_to(texts);
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) {
    throw std::runtime_error(std::string("pipe2: ") + std::strerror(errno));
  }
  output_ = pipe[0];
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ == 0) {
    become_peer(pointers.data(), pipe[1], parent);
  }
  ::close(pipe[1]);
  try {
    read_ready_line(program.filename().string());
  } catch (const std::exception&) {
    end();
    throw;
  }
}

PeerProcess::~PeerProcess() {
  end();
}

void PeerProcess::read_ready_line(const std::string& program) {
  const auto limit = Clock::now() + kReadyBudget;
  while (!ready_line_.ends_with('\n')) {
    pollfd readable{output_, POLLIN, 0};
    if (::poll(&readable, 1, milliseconds_until(limit)) == 0) {
      throw std::runtime_error(program + " is not ready in time");
    }
    char letter = 0;
    const ssize_t count = ::read(output_, &letter, 1);
    if (count == 0) {
      throw std::runtime_error(program + " ended before it was ready");
    }
    if (count == 1) {
      ready_line_ += letter;
    }
  }
  if (!ready_line_.starts_with("READY ")) {
    throw std::runtime_error(program + " is not ready; it wrote " + ready_line_);
  }
}

void PeerProcess::end() {
  if (pid_ > 0) {
    ::kill(pid_, SIGTERM);
    const int handle = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
    pollfd ended{handle, POLLIN, 0};
    if (::poll(&ended, 1, kEndBudgetMilliseconds) != 1) {
      ::kill(pid_, SIGKILL);
    }
    ::close(handle);
    ::waitpid(pid_, nullptr, 0);
  }
  ::close(output_);
}

std::filesystem::path program_beside_this(const std::string& name) {
  std::error_code unreadable;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", unreadable);
  const auto program = self.parent_path() / name;
  return ::access(program.c_str(), X_OK) == 0 ? program : std::filesystem::path();
}

}  // namespace orbbench::interop
