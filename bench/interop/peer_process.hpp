#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace orbbench::interop {

/// A server of this run's own, ready when the constructor returns. Ends with the thread that
/// started it, whatever happens to that.
class PeerProcess {
 public:
  /// Throws std::runtime_error when the program does not say that it is ready in time.
  PeerProcess(const std::filesystem::path& program, const std::vector<std::string>& arguments);
  ~PeerProcess();
  PeerProcess(const PeerProcess&) = delete;
  PeerProcess& operator=(const PeerProcess&) = delete;

  /// Its first line: "READY {...}".
  const std::string& ready_line() const { return ready_line_; }
  pid_t pid() const { return pid_; }

 private:
  void read_ready_line(const std::string& program);
  void end();

  pid_t pid_ = -1;
  int output_ = -1;
  std::string ready_line_;
};

/// The program of that name beside this one; empty when there is none.
std::filesystem::path program_beside_this(const std::string& name);

}  // namespace orbbench::interop
