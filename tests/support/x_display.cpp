#include "x_display.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace orbbench::tests {
namespace {

constexpr int kReadyMilliseconds = 10'000;
constexpr int kCannotExecute = 127;

// Between fork and exec only async-signal-safe calls. Xvfb ends by itself with its starter.
[[noreturn]] void become_server(int numbers, const char* numbers_text, const char* screen,
                                pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int nowhere = ::open("/dev/null", O_WRONLY);
  if (::getppid() != parent || nowhere < 0 || ::dup2(nowhere, STDERR_FILENO) < 0 ||
      ::fcntl(numbers, F_SETFD, 0) != 0) {
    ::_exit(kCannotExecute);
  }
  ::execlp("Xvfb", "Xvfb", "-displayfd", numbers_text, "-screen", "0", screen, "-nolisten", "tcp",
           nullptr);
  ::_exit(kCannotExecute);
}

}  // namespace

XDisplay::XDisplay(const std::string& screen) {
  start(screen);
  try {
    read_name();
  } catch (const std::exception&) {
    kill();
    throw;
  }
}

XDisplay::~XDisplay() {
  kill();
}

void XDisplay::start(const std::string& screen) {
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) {
    throw std::runtime_error(std::string("pipe2: ") + std::strerror(errno));
  }
  numbers_ = Descriptor(pipe[0]);
  const Descriptor write_end(pipe[1]);
  const std::string number = std::to_string(write_end.number());
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ < 0) {
    throw std::runtime_error(std::string("fork: ") + std::strerror(errno));
  }
  if (pid_ == 0) {
    become_server(write_end.number(), number.c_str(), screen.c_str(), parent);
  }
}

void XDisplay::read_name() {
  std::string number;
  while (!number.ends_with('\n')) {
    pollfd readable{numbers_.number(), POLLIN, 0};
    char digit = 0;
    if (::poll(&readable, 1, kReadyMilliseconds) <= 0 ||
        ::read(numbers_.number(), &digit, 1) != 1) {
      throw std::runtime_error("Xvfb is not ready");
    }
    number.push_back(digit);
  }
  number.pop_back();
  name_ = ":" + number;
}

void XDisplay::kill() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(std::exchange(pid_, -1), nullptr, 0);
    // Killed, it leaves what it would have removed: its lock and its socket.
    ::unlink(("/tmp/.X" + name_.substr(1) + "-lock").c_str());
    ::unlink(("/tmp/.X11-unix/X" + name_.substr(1)).c_str());
  }
}

}  // namespace orbbench::tests
