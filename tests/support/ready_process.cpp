#include "ready_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "orbbench/launcher/free_port.hpp"

namespace orbbench::tests {
namespace {

constexpr std::chrono::milliseconds kReadyBudget{10'000};
constexpr std::chrono::milliseconds kEndBudget{10'000};
constexpr int kCannotExecute = 127;
constexpr std::string_view kReadyMark = "READY ";

[[noreturn]] void fail_to_call(const char* what) {
  throw std::runtime_error(std::string(what) + ": " + std::strerror(errno));
}

Descriptor made(int number, const char* what) {
  if (number < 0) {
    fail_to_call(what);
  }
  return Descriptor(number);
}

int milliseconds_left(std::chrono::steady_clock::time_point end) {
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
  return static_cast<int>(std::max<std::chrono::milliseconds::rep>(left.count(), 0));
}

/// This process's variables and those given, which go before.
std::vector<std::string> make_environment(const std::map<std::string, std::string>& given) {
  std::vector<std::string> variables;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string variable = *entry;
    if (!given.contains(variable.substr(0, variable.find('=')))) {
      variables.push_back(variable);
    }
  }
  for (const auto& [name, value] : given) {
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

// Between fork and exec only async-signal-safe calls: another thread may have held a lock.
[[noreturn]] void become_program(char* const* arguments, char* const* environment, int output,
                                 int errors, pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent || ::dup2(output, STDOUT_FILENO) < 0 ||
      ::dup2(errors, STDERR_FILENO) < 0) {
    ::_exit(kCannotExecute);
  }
  ::execve(arguments[0], arguments, environment);
  ::_exit(kCannotExecute);
}

std::string describe_end(int status) {
  if (WIFEXITED(status)) {
    return "exit code " + std::to_string(WEXITSTATUS(status));
  }
  return "signal " + std::to_string(WTERMSIG(status));
}

}  // namespace

std::uint16_t free_port() {
  return launcher::find_free_port();
}

ReadyProcess::ReadyProcess(const Settings& settings) : name_(settings.program.filename().string()) {
  start(settings);
  try {
    read_ready();
  } catch (const std::exception&) {
    kill();
    throw;
  }
}

ReadyProcess::~ReadyProcess() {
  kill();
}

void ReadyProcess::start(const Settings& settings) {
  std::vector<std::string> arguments{settings.program.string()};
  arguments.insert(arguments.end(), settings.arguments.begin(), settings.arguments.end());
  std::vector<std::string> environment = make_environment(settings.environment);
  const std::vector<char*> argument_pointers = pointers_to(arguments);
  const std::vector<char*> environment_pointers = pointers_to(environment);
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) {
    fail_to_call("pipe2");
  }
  output_ = Descriptor(pipe[0]);
  const Descriptor write_end(pipe[1]);
  // Not a pipe: nobody reads it while the core runs, and a full one would stop the core.
  errors_ = made(::memfd_create("errors", MFD_CLOEXEC), "memfd_create");
  // The kernel does not guard the position of a memfd: lines of two threads would write over each
  // other unless each goes to the end.
  if (::fcntl(errors_.number(), F_SETFL, O_APPEND) != 0) {
    fail_to_call("fcntl");
  }
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ < 0) {
    fail_to_call("fork");
  }
  if (pid_ == 0) {
    become_program(argument_pointers.data(), environment_pointers.data(), write_end.number(),
                   errors_.number(), parent);
  }
  process_ = made(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)), "pidfd_open");
}

void ReadyProcess::read_ready() {
  const std::string line = read_ready_line();
  if (!line.starts_with(kReadyMark)) {
    fail("is not ready; it wrote '" + line + "'");
  }
  facts_ = nlohmann::json::parse(line.substr(kReadyMark.size()), nullptr, false);
  if (facts_.is_discarded()) {
    fail("has a READY line that cannot be read: " + line);
  }
}

std::string ReadyProcess::read_ready_line() {
  const auto end = std::chrono::steady_clock::now() + kReadyBudget;
  std::string line;
  while (!line.ends_with('\n')) {
    pollfd readable{output_.number(), POLLIN, 0};
    if (::poll(&readable, 1, milliseconds_left(end)) == 0) {
      fail("is not ready in time");
    }
    char octet = 0;
    const ssize_t got = ::read(output_.number(), &octet, 1);
    if (got == 0) {
      fail("ended before it was ready");
    }
    if (got == 1) {
      line.push_back(octet);
    }
  }
  line.pop_back();
  return line;
}

void ReadyProcess::stop() {
  if (pid_ < 0) {
    return;
  }
  end_by(SIGTERM);
  if (!WIFEXITED(wait_status_) || WEXITSTATUS(wait_status_) != 0) {
    fail("did not end cleanly on SIGTERM: " + describe_end(wait_status_));
  }
}

void ReadyProcess::kill() {
  if (pid_ >= 0) {
    end_by(SIGKILL);
  }
}

void ReadyProcess::wait_until_gone() {
  if (pid_ >= 0 && !wait_for_end(kEndBudget)) {
    fail("did not end in time");
  }
}

void ReadyProcess::end_by(int signal) {
  ::kill(pid_, signal);
  if (!wait_for_end(kEndBudget)) {
    fail("did not end in time on signal " + std::to_string(signal));
  }
}

bool ReadyProcess::wait_for_end(std::chrono::milliseconds budget) {
  pollfd ended{process_.number(), POLLIN, 0};
  if (::poll(&ended, 1, static_cast<int>(budget.count())) <= 0) {
    return false;
  }
  ::waitpid(pid_, &wait_status_, 0);
  pid_ = -1;
  return true;
}

std::string ReadyProcess::error_output() const {
  std::string text;
  std::array<char, 4096> block{};
  off_t offset = 0;
  ssize_t octets = 0;
  while ((octets = ::pread(errors_.number(), block.data(), block.size(), offset)) > 0) {
    text.append(block.data(), static_cast<std::size_t>(octets));
    offset += octets;
  }
  return text;
}

void ReadyProcess::fail(const std::string& what) {
  throw std::runtime_error(name_ + " " + what + "\nits stderr:\n" + error_output());
}

}  // namespace orbbench::tests
