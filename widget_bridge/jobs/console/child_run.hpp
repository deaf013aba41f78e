#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace orbbench::console {

/// How a program ended.
struct ChildEnd {
  bool was_started = false;
  int exit_code = -1;  ///< -1 where it did not exit by itself
  /// One line: "ended with exit code 1", "was killed by signal 9", why it could not be started.
  std::string text;
};

/// A program that runs beside the console and is read as it goes. In a process group of its own; it
/// does not outlive the console, however that ends. To be used by one thread; its callbacks come on
/// a thread of its own.
class ChildRun {
 public:
  enum class Stream { Output, Errors };

  struct Command {
    std::filesystem::path program;
    std::vector<std::string> arguments;
    std::size_t longest_line = std::size_t{1} << 20U;  ///< the rest of a longer one is dropped
  };

  struct Callbacks {
    /// Each line, without its end. Must not throw.
    std::function<void(Stream, std::string_view)> line;
    /// The last call: it is gone, and all that it wrote was told.
    std::function<void(const ChildEnd&)> ended;
  };

  /// A program that listens to SIGINT has so long to end; then it is killed.
  struct Patience {
    std::chrono::milliseconds cancelled{10'000};
    std::chrono::milliseconds destroyed{500};
  };

  ChildRun(Command command, Callbacks callbacks) : ChildRun(command, callbacks, Patience{}) {}
  ChildRun(Command command, Callbacks callbacks, Patience patience);
  /// Ends it. Nothing is told any more.
  ~ChildRun();
  ChildRun(const ChildRun&) = delete;
  ChildRun& operator=(const ChildRun&) = delete;

  /// Asks it to end. Returns at once; `ended` is told.
  void cancel();

 private:
  enum class Wish { GoOn, Cancel, End };

  void wish(Wish wish);
  void run();

  const Command command_;
  const Callbacks callbacks_;
  const Patience patience_;
  int wake_ = -1;  ///< an eventfd
  std::atomic<Wish> wish_ = Wish::GoOn;
  std::jthread thread_;
};

}  // namespace orbbench::console
