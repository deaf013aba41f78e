#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "orbbench/process/file_descriptor.hpp"

namespace orbbench::process {

/// A program that this process runs, in a process group of its own, so that Ctrl-C is for this
/// process. It ends with the thread that started it, whatever happens to that. One thread at a time
/// may use it.
class ChildProcess {
 public:
  enum class Errors {
    Shown,  ///< its stderr goes where this process's does
    Kept    ///< in memory, for error_output()
  };
  struct Settings {
    std::filesystem::path program;
    std::vector<std::string> arguments = {};
    std::map<std::string, std::string> environment = {};  ///< added to this process's
    Errors errors = Errors::Shown;
  };

  /// Throws std::runtime_error, naming the program, when it cannot be executed.
  explicit ChildProcess(const Settings& settings);
  /// As end(SIGTERM).
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  /// -1 once it is known to be gone.
  pid_t pid() const { return pid_; }

  /// The next line that it wrote to stdout, without its end; nothing when the time has passed.
  /// Throws std::runtime_error when it has closed its output.
  std::optional<std::string> next_line(std::chrono::milliseconds time);

  /// What the READY line says, which must be the first that it writes. Throws std::runtime_error,
  /// with what it wrote to stderr where that is kept, when there is none in time.
  nlohmann::json await_ready(std::chrono::milliseconds time);

  /// From now on its output is read and dropped: a full pipe would stop it.
  void discard_output();

  /// Its status, as waitpid(2) tells it; nothing when it still runs after that time.
  std::optional<int> wait(std::chrono::milliseconds time);

  /// Sends the signal unless it is gone, and SIGKILL if it still runs after that time. Returns its
  /// status when it is gone.
  int end(int signal, std::chrono::milliseconds time = std::chrono::seconds(5));

  /// What it has written to stderr so far, where that is kept.
  std::string error_output() const;

  /// Throws std::runtime_error: the program's name, what is wrong, and what it wrote to stderr.
  [[noreturn]] void fail(const std::string& what) const;

 private:
  std::optional<std::string> take_line();

  std::string name_;
  pid_t pid_ = -1;
  int status_ = 0;
  FileDescriptor process_;
  FileDescriptor output_;
  FileDescriptor errors_;
  std::string read_;
  std::jthread drain_;
};

}  // namespace orbbench::process
