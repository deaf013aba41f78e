#include "memory/preload/started_program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <sstream>
#include <stdexcept>
#include <system_error>

namespace orbbench::free_witness {
namespace {

constexpr int kCannotExecute = 127;
constexpr int kEndBudgetMilliseconds = 5'000;
constexpr int kDrainTurnMilliseconds = 50;
constexpr std::size_t kLongestLine = std::size_t{1} << 20U;

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

// Between fork and exec only async-signal-safe calls: another thread may have held a lock.
[[noreturn]] void become_program(char* const* arguments, char* const* environment, int output,
                                 int failure, pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  ::setpgid(0, 0);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  if (::getppid() == parent && ::dup2(output, STDOUT_FILENO) >= 0) {
    ::execve(arguments[0], arguments, environment);
  }
  const int reason = errno;
  [[maybe_unused]] const auto told = ::write(failure, &reason, sizeof reason);
  ::_exit(kCannotExecute);
}

struct Pipe {
  process::FileDescriptor read_end;
  process::FileDescriptor write_end;
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw std::system_error(errno, std::generic_category(), "pipe2");
  }
  return {process::FileDescriptor(ends[0]), process::FileDescriptor(ends[1])};
}

/// The failure pipe closes without a word when the program was executed.
int read_failure(const process::FileDescriptor& pipe) {
  int reason = 0;
  ssize_t taken = 0;
  do {
    taken = ::read(pipe.number(), &reason, sizeof reason);
  } while (taken < 0 && errno == EINTR);
  return taken == sizeof reason ? reason : 0;
}

bool is_program(const std::filesystem::path& path) {
  std::error_code unreadable;
  return std::filesystem::is_regular_file(path, unreadable) && ::access(path.c_str(), X_OK) == 0;
}

}  // namespace

StartedProgram::StartedProgram(const Settings& settings) : name_(settings.program.filename()) {
  std::vector<std::string> arguments{settings.program.string()};
  arguments.insert(arguments.end(), settings.arguments.begin(), settings.arguments.end());
  std::vector<std::string> environment = environment_with(settings.environment);
  const std::vector<char*> argument_pointers = pointers_to(arguments);
  const std::vector<char*> environment_pointers = pointers_to(environment);
  Pipe output = make_pipe();
  Pipe failure = make_pipe();
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ < 0) {
    throw std::system_error(errno, std::generic_category(), "fork");
  }
  if (pid_ == 0) {
    become_program(argument_pointers.data(), environment_pointers.data(), output.write_end.number(),
                   failure.write_end.number(), parent);
  }
  failure.write_end.close();
  output_ = std::move(output.read_end);
  if (const int reason = read_failure(failure.read_end); reason != 0) {
    ::waitpid(pid_, nullptr, 0);
    throw std::runtime_error("cannot execute " + settings.program.string() + ": " +
                             std::generic_category().message(reason));
  }
}

StartedProgram::~StartedProgram() {
  stop();
}

std::optional<std::string> StartedProgram::take_line() {
  const std::size_t end = read_.find('\n');
  if (end == std::string::npos) {
    return std::nullopt;
  }
  std::string line = read_.substr(0, end);
  read_.erase(0, end + 1);
  return line;
}

std::optional<std::string> StartedProgram::next_line(std::chrono::milliseconds time) {
  if (auto line = take_line()) {
    return line;
  }
  pollfd readable{output_.number(), POLLIN, 0};
  if (::poll(&readable, 1, static_cast<int>(time.count())) <= 0) {
    return std::nullopt;
  }
  std::array<char, 4096> block{};
  const ssize_t count = ::read(output_.number(), block.data(), block.size());
  if (count == 0) {
    throw std::runtime_error(name_ + " ended before it was ready");
  }
  if (count > 0) {
    read_.append(block.data(), static_cast<std::size_t>(count));
  }
  if (read_.size() > kLongestLine) {
    read_.clear();  // no line of a core is that long
  }
  return take_line();
}

void StartedProgram::discard_output() {
  drain_ = std::jthread([output = output_.number()](const std::stop_token& stop) {
    std::array<char, 4096> block{};
    while (!stop.stop_requested()) {
      pollfd readable{output, POLLIN, 0};
      if (::poll(&readable, 1, kDrainTurnMilliseconds) > 0 &&
          ::read(output, block.data(), block.size()) <= 0) {
        return;
      }
    }
  });
}

bool StartedProgram::has_ended() {
  if (pid_ > 0 && ::waitpid(pid_, nullptr, WNOHANG) == pid_) {
    pid_ = -1;
  }
  return pid_ < 0;
}

void StartedProgram::stop() {
  if (has_ended()) {
    return;
  }
  ::kill(pid_, SIGTERM);
  const process::FileDescriptor handle(static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0)));
  pollfd ended{handle.number(), POLLIN, 0};
  if (::poll(&ended, 1, kEndBudgetMilliseconds) != 1) {
    ::kill(pid_, SIGKILL);
  }
  ::waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

std::filesystem::path find_on_path(const std::string& name) {
  if (name.find('/') != std::string::npos) {
    if (is_program(name)) {
      return std::filesystem::absolute(name);
    }
  } else {
    const char* given = std::getenv("PATH");
    std::istringstream folders(given != nullptr ? given : "/usr/bin:/bin");
    for (std::string folder; std::getline(folders, folder, ':');) {
      if (is_program(std::filesystem::path(folder) / name)) {
        return std::filesystem::path(folder) / name;
      }
    }
  }
  throw std::runtime_error("there is no program " + name);
}

}  // namespace orbbench::free_witness
