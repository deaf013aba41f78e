#include "orbbench/process/child_process.hpp"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <stdexcept>
#include <string_view>

#include "child_start.hpp"

namespace orbbench::process {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr int kDrainTurnMilliseconds = 50;
constexpr std::size_t kLongestLine = std::size_t{1} << 20U;
constexpr std::string_view kReadyMark = "READY ";

milliseconds time_until(Clock::time_point end) {
  return std::max(std::chrono::ceil<milliseconds>(end - Clock::now()), milliseconds(0));
}

bool is_readable(const FileDescriptor& file, milliseconds time) {
  pollfd readable{file.number(), POLLIN, 0};
  return ::poll(&readable, 1, static_cast<int>(time.count())) > 0;
}

}  // namespace

ChildProcess::ChildProcess(const Settings& settings) : name_(settings.program.filename()) {
  StartedChild started = start_child(settings);
  pid_ = started.pid;
  process_ = std::move(started.process);
  output_ = std::move(started.output);
  errors_ = std::move(started.errors);
}

ChildProcess::~ChildProcess() {
  end(SIGTERM);
}

std::optional<std::string> ChildProcess::take_line() {
  const std::size_t end = read_.find('\n');
  if (end == std::string::npos) {
    return std::nullopt;
  }
  std::string line = read_.substr(0, end);
  read_.erase(0, end + 1);
  return line;
}

std::optional<std::string> ChildProcess::next_line(milliseconds time) {
  const auto limit = Clock::now() + time;
  for (;;) {
    if (auto line = take_line()) {
      return line;
    }
    if (!is_readable(output_, time_until(limit))) {
      return std::nullopt;
    }
    std::array<char, 4096> block{};
    const ssize_t count = ::read(output_.number(), block.data(), block.size());
    if (count == 0) {
      fail("ended before it was ready");
    }
    if (read_.size() > kLongestLine) {
      read_.clear();  // no line that anybody waits for is that long
    }
    read_.append(block.data(), static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  }
}

nlohmann::json ChildProcess::await_ready(milliseconds time) {
  const auto line = next_line(time);
  if (!line) {
    fail("is not ready in time");
  }
  if (!line->starts_with(kReadyMark)) {
    fail("is not ready; it wrote '" + *line + "'");
  }
  auto facts = nlohmann::json::parse(line->substr(kReadyMark.size()), nullptr, false);
  if (facts.is_discarded()) {
    fail("has a READY line that cannot be read: " + *line);
  }
  return facts;
}

void ChildProcess::discard_output() {
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

std::optional<int> ChildProcess::wait(milliseconds time) {
  if (pid_ > 0) {
    if (!is_readable(process_, time)) {
      return std::nullopt;
    }
    ::waitpid(pid_, &status_, 0);
    pid_ = -1;
  }
  return status_;
}

int ChildProcess::end(int signal, milliseconds time) {
  if (pid_ > 0) {
    ::kill(pid_, signal);
  }
  if (const auto status = wait(time)) {
    return *status;
  }
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, &status_, 0);
  pid_ = -1;
  return status_;
}

std::string ChildProcess::error_output() const {
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

void ChildProcess::fail(const std::string& what) const {
  throw std::runtime_error(name_ + " " + what +
                           (errors_.is_open() ? "\nits stderr:\n" + error_output() : ""));
}

}  // namespace orbbench::process
