#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "orbbench/process/file_descriptor.hpp"

namespace orbbench::tests {

using Descriptor = process::FileDescriptor;

/// A TCP port of 127.0.0.1 that nobody has just now: for a core that is to come back at the same
/// one.
std::uint16_t free_port();

/// A server of the stack as a process of this test's own. It has written its READY line when the
/// constructor returns, and never outlives the thread that started it.
class ReadyProcess {
 public:
  struct Settings {
    std::filesystem::path program;
    std::vector<std::string> arguments = {};
    std::map<std::string, std::string> environment = {};  ///< added to this process's
  };

  /// Throws std::runtime_error, with what the program wrote to stderr, when it is not ready in
  /// time.
  explicit ReadyProcess(const Settings& settings);
  ~ReadyProcess();
  ReadyProcess(const ReadyProcess&) = delete;
  ReadyProcess& operator=(const ReadyProcess&) = delete;

  /// What the READY line says.
  const nlohmann::json& facts() const { return facts_; }
  pid_t pid() const { return pid_; }

  /// Asks the program to end. Throws std::runtime_error unless it ends in time, and with exit code
  /// 0.
  void stop();

  /// Ends the program as a crash would, and returns when it is gone.
  void kill();

  /// Returns when a program that ends by itself is gone. Throws std::runtime_error when it is not
  /// in time.
  void wait_until_gone();

  /// What the program has written to stderr so far.
  std::string error_output() const;

 private:
  void start(const Settings& settings);
  void read_ready();
  std::string read_ready_line();
  bool wait_for_end(std::chrono::milliseconds budget);
  void end_by(int signal);
  [[noreturn]] void fail(const std::string& what);

  std::string name_;
  pid_t pid_ = -1;
  int wait_status_ = 0;
  Descriptor process_;
  Descriptor output_;
  Descriptor errors_;
  nlohmann::json facts_;
};

}  // namespace orbbench::tests
