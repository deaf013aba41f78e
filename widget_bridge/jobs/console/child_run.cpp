#include "console/child_run.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>

#include "console/child_start.hpp"

namespace orbbench::console {
namespace {

using Clock = std::chrono::steady_clock;

/// Cuts what comes through a pipe into lines.
class LineReader {
 public:
  using Told = std::function<void(std::string_view)>;

  LineReader(Descriptor pipe, std::size_t longest, Told told)
      : pipe_(std::move(pipe)), longest_(longest), told_(std::move(told)) {}

  int number() const { return pipe_.number(); }  ///< -1, which poll(2) passes over, at its end

  /// One block of what is there; false where nothing is.
  bool read() {
    std::array<char, 65536> block{};
    const ssize_t count = pipe_.is_open() ? ::read(number(), block.data(), block.size()) : 0;
    if (count == 0) {
      pipe_.close();
    }
    if (count <= 0) {
      return false;
    }
    take({block.data(), static_cast<std::size_t>(count)});
    return true;
  }

  /// What it wrote last, where that was no whole line.
  void finish() {
    if (!line_.empty()) {
      told_(std::exchange(line_, {}));
    }
  }

 private:
  void take(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      line_.append(text.substr(0, std::min(end, longest_ - std::min(longest_, line_.size()))));
      if (end == text.size()) {
        return;
      }
      told_(line_);
      line_.clear();
      text.remove_prefix(end + 1);
    }
  }

  Descriptor pipe_;
  const std::size_t longest_;
  const Told told_;
  std::string line_;
};

ChildEnd end_of(int status) {
  if (WIFEXITED(status)) {
    const int code = WEXITSTATUS(status);
    return {true, code, "ended with exit code " + std::to_string(code)};
  }
  return {true, -1, "was killed by signal " + std::to_string(WTERMSIG(status))};
}

/// The program, its two pipes and its end.
class Reading {
 public:
  Reading(StartedChild child, std::size_t longest_line, const ChildRun::Callbacks& callbacks)
      : pid_(child.pid),
        process_(std::move(child.process)),
        output_(std::move(child.output), longest_line,
                [&](std::string_view line) { callbacks.line(ChildRun::Stream::Output, line); }),
        errors_(std::move(child.errors), longest_line,
                [&](std::string_view line) { callbacks.line(ChildRun::Stream::Errors, line); }) {}
  ~Reading() {
    if (pid_ > 0) {
      collect();
    }
  }
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;

  void send(int signal) const { ::kill(pid_, signal); }

  /// Until something comes, `wake` is readable, or that time; true once the program is gone.
  bool go_on(int wake, std::optional<Clock::time_point> limit) {
    std::array<pollfd, 4> watched{pollfd{process_.number(), POLLIN, 0}, pollfd{wake, POLLIN, 0},
                                  pollfd{output_.number(), POLLIN, 0},
                                  pollfd{errors_.number(), POLLIN, 0}};
    ::poll(watched.data(), watched.size(), limit ? milliseconds_until(*limit) : -1);
    if (watched[1].revents != 0) {
      std::uint64_t count = 0;
      [[maybe_unused]] const auto taken = ::read(wake, &count, sizeof count);
    }
    output_.read();
    errors_.read();
    return watched[0].revents != 0;
  }

  /// What its children still hold is not waited for: they go with it. Bounded, as one that was not
  /// killed may go on writing.
  ChildEnd finish() {
    constexpr int kMostBlocks = 64;
    const int status = collect();
    for (LineReader* reader : {&output_, &errors_}) {
      for (int i = 0; i < kMostBlocks && reader->read(); ++i) {
      }
      reader->finish();
    }
    return end_of(status);
  }

 private:
  static int milliseconds_until(Clock::time_point limit) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(limit - Clock::now());
    return static_cast<int>(std::max<std::int64_t>(left.count(), 0));
  }

  /// The whole group, before its number can be another's.
  int collect() {
    ::kill(-pid_, SIGKILL);
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return status;
  }

  pid_t pid_;
  Descriptor process_;
  LineReader output_;
  LineReader errors_;
};

}  // namespace

ChildRun::ChildRun(Command command, Callbacks callbacks, Patience patience)
    : command_(std::move(command)),
      callbacks_(std::move(callbacks)),
      patience_(patience),
      wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      thread_([this] { run(); }) {}

ChildRun::~ChildRun() {
  wish(Wish::End);
  thread_.join();
  ::close(wake_);
}

void ChildRun::cancel() {
  wish(Wish::Cancel);
}

void ChildRun::wish(Wish wish) {
  wish_ = wish;
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(wake_, &one, sizeof one);
}

void ChildRun::run() {
  ChildEnd end;
  try {
    Reading reading(start_child(command_.program, command_.arguments), command_.longest_line,
                    callbacks_);
    std::optional<Clock::time_point> limit;
    Wish known = Wish::GoOn;
    while (!reading.go_on(wake_, limit)) {
      const Wish now = wish_;
      if (now != known) {
        known = now;
        reading.send(SIGINT);
        limit = Clock::now() + (now == Wish::End ? patience_.destroyed : patience_.cancelled);
      }
      if (limit && Clock::now() >= *limit) {
        reading.send(SIGKILL);
        limit.reset();
      }
    }
    end = reading.finish();
  } catch (const std::exception& error) {
    end = {false, -1, error.what()};
  }
  if (wish_ != Wish::End) {
    callbacks_.ended(end);
  }
}

}  // namespace orbbench::console
