#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "orbbench/process/file_descriptor.hpp"

namespace orbbench::free_witness {

/// A program of this run's own, in a process group of its own, so that Ctrl-C is for the run. It
/// ends with the thread that started it, whatever happens to that. What it writes to stderr goes
/// where this process's does.
class StartedProgram {
 public:
  struct Settings {
    std::filesystem::path program;
    std::vector<std::string> arguments = {};
    std::map<std::string, std::string> environment = {};  ///< added to this process's
  };

  /// Throws std::runtime_error, naming the program, when it cannot be executed.
  explicit StartedProgram(const Settings& settings);
  ~StartedProgram();
  StartedProgram(const StartedProgram&) = delete;
  StartedProgram& operator=(const StartedProgram&) = delete;

  pid_t pid() const { return pid_; }

  /// The next line that it wrote to stdout, without its end; nothing when the time has passed.
  /// Throws std::runtime_error when the program has ended.
  std::optional<std::string> next_line(std::chrono::milliseconds time);

  /// From now on its output is read and dropped: a full pipe would stop it.
  void discard_output();

  bool has_ended();

  /// Asks it to end, and sees to it after five seconds. Returns when it is gone.
  void stop();

 private:
  std::optional<std::string> take_line();

  std::string name_;
  pid_t pid_ = -1;
  process::FileDescriptor output_;
  std::string read_;
  std::jthread drain_;
};

/// `name` as the shell would find it: a path as it is, else in the folders of PATH. Throws
/// std::runtime_error when there is no such program.
std::filesystem::path find_on_path(const std::string& name);

}  // namespace orbbench::free_witness
