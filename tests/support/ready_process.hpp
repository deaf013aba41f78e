#pragma once

#include <sys/types.h>

#include <nlohmann/json.hpp>
#include <string>

#include "orbbench/process/child_process.hpp"
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
  using Settings = process::ChildProcess::Settings;

  /// Throws std::runtime_error, with what the program wrote to stderr, when it is not ready in
  /// time.
  explicit ReadyProcess(Settings settings);
  ~ReadyProcess() { kill(); }

  /// What the READY line says.
  const nlohmann::json& facts() const { return facts_; }
  pid_t pid() const { return process_.pid(); }

  /// Asks the program to end. Throws std::runtime_error unless it ends in time, and with exit code
  /// 0.
  void stop();

  /// Ends the program as a crash would, and returns when it is gone.
  void kill();

  /// Returns when a program that ends by itself is gone. Throws std::runtime_error when it is not
  /// in time.
  void wait_until_gone();

  /// What the program has written to stderr so far.
  std::string error_output() const { return process_.error_output(); }

 private:
  process::ChildProcess process_;
  nlohmann::json facts_;
};

}  // namespace orbbench::tests
