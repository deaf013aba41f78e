#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "orbbench/process/child_process.hpp"

namespace orbbench::interop {

/// A server of this run's own, ready when the constructor returns.
class PeerProcess {
 public:
  /// Throws std::runtime_error when the program does not say that it is ready in time.
  PeerProcess(const std::filesystem::path& program, const std::vector<std::string>& arguments);

  /// Its first line: "READY {...}".
  const std::string& ready_line() const { return ready_line_; }
  pid_t pid() const { return process_.pid(); }

 private:
  process::ChildProcess process_;
  std::string ready_line_;
};

}  // namespace orbbench::interop
