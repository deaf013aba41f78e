#include "core_process.hpp"

#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
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

std::vector<std::string> make_arguments(const CoreProcess::Settings& settings) {
  std::vector<std::string> arguments = {
      settings.program.empty() ? ORBBENCH_CORE_BINARY : settings.program,
      "--listen",
      "127.0.0.1",
      "--port",
      std::to_string(settings.iiop_port),
      "--metrics-port",
      "0"};
  arguments.insert(arguments.end(), settings.further_arguments.begin(),
                   settings.further_arguments.end());
  return arguments;
}

// Between fork and exec only async-signal-safe calls: another thread may have held a lock.
[[noreturn]] void become_core(char* const* arguments, int output, int errors, pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent || ::dup2(output, STDOUT_FILENO) < 0 ||
      ::dup2(errors, STDERR_FILENO) < 0) {
    ::_exit(kCannotExecute);
  }
  ::execv(arguments[0], arguments);
  ::_exit(kCannotExecute);
}

std::string describe_end(int status) {
  if (WIFEXITED(status)) {
    return "exit code " + std::to_string(WEXITSTATUS(status));
  }
  return "signal " + std::to_string(WTERMSIG(status));
}

}  // namespace

Descriptor::Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    close();
    number_ = std::exchange(other.number_, -1);
  }
  return *this;
}

Descriptor::~Descriptor() {
  close();
}

void Descriptor::close() {
  if (number_ >= 0) {
    ::close(std::exchange(number_, -1));
  }
}

std::uint16_t free_port() {
  const Descriptor listener = made(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener.number(), generic, length) != 0 ||
      ::getsockname(listener.number(), generic, &length) != 0) {
    fail_to_call("bind");
  }
  return ntohs(address.sin_port);
}

CoreProcess::CoreProcess(const Settings& settings) {
  start(settings);
  try {
    read_ready();
  } catch (const std::exception&) {
    kill();
    throw;
  }
}

CoreProcess::~CoreProcess() {
  kill();
}

std::string CoreProcess::address() const {
  return "127.0.0.1:" + std::to_string(ports_.iiop);
}

void CoreProcess::start(const Settings& settings) {
  std::vector<std::string> arguments = make_arguments(settings);
  std::vector<char*> pointers;
  pointers.reserve(arguments.size() + 1);
  for (std::string& argument : arguments) {
    pointers.push_back(argument.data());
  }
  pointers.push_back(nullptr);
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) {
    fail_to_call("pipe2");
  }
  output_ = Descriptor(pipe[0]);
  const Descriptor write_end(pipe[1]);
  // Not a pipe: nobody reads it while the core runs, and a full one would stop the core.
  errors_ = made(::memfd_create("core-errors", MFD_CLOEXEC), "memfd_create");
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
    become_core(pointers.data(), write_end.number(), errors_.number(), parent);
  }
  process_ = made(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)), "pidfd_open");
}

void CoreProcess::read_ready() {
  const std::string line = read_ready_line();
  if (!line.starts_with(kReadyMark)) {
    fail("is not ready; it wrote '" + line + "'");
  }
  try {
    const auto facts = nlohmann::json::parse(line.substr(kReadyMark.size()));
    ports_ = {facts.at("iiop_port").get<std::uint16_t>(),
              facts.at("metrics_port").get<std::uint16_t>()};
    reference_ = facts.at("reference").get<std::string>();
  } catch (const nlohmann::json::exception& error) {
    fail("has a READY line that cannot be read: " + std::string(error.what()));
  }
}

std::string CoreProcess::read_ready_line() {
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

void CoreProcess::stop() {
  if (pid_ < 0) {
    return;
  }
  end_by(SIGTERM);
  if (!WIFEXITED(wait_status_) || WEXITSTATUS(wait_status_) != 0) {
    fail("did not end cleanly on SIGTERM: " + describe_end(wait_status_));
  }
}

void CoreProcess::kill() {
  if (pid_ >= 0) {
    end_by(SIGKILL);
  }
}

void CoreProcess::wait_until_gone() {
  if (pid_ >= 0 && !wait_for_end(kEndBudget)) {
    fail("did not end in time");
  }
}

void CoreProcess::end_by(int signal) {
  ::kill(pid_, signal);
  if (!wait_for_end(kEndBudget)) {
    fail("did not end in time on signal " + std::to_string(signal));
  }
}

bool CoreProcess::wait_for_end(std::chrono::milliseconds budget) {
  pollfd ended{process_.number(), POLLIN, 0};
  if (::poll(&ended, 1, static_cast<int>(budget.count())) <= 0) {
    return false;
  }
  ::waitpid(pid_, &wait_status_, 0);
  pid_ = -1;
  return true;
}

std::string CoreProcess::error_output() const {
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

void CoreProcess::fail(const std::string& what) {
  throw std::runtime_error("the core " + what + "\nits stderr:\n" + error_output());
}

}  // namespace orbbench::tests
