#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "ready_process.hpp"

namespace orbbench::tests {

/// A reference core of this test's own, on free ports of 127.0.0.1. It is ready when the
/// constructor returns, and never outlives the thread that started it.
class CoreProcess {
 public:
  struct Settings {
    /// 0 for a free one. omniORB takes a port again at once only where it was asked for it by
    /// number: a core that is to be restarted needs free_port() here.
    std::uint16_t iiop_port = 0;
    std::vector<std::string> further_arguments = {"--enable-faults"};
    /// Another program that takes the reference core's options; the reference core if empty.
    std::string program = {};
    std::string listen = "127.0.0.1";  ///< an address of this machine, or 0.0.0.0 for all
  };

  struct Ports {
    std::uint16_t iiop = 0;
    std::uint16_t metrics = 0;
  };

  /// Throws std::runtime_error, with what the core wrote to stderr, when it is not ready in time.
  CoreProcess() : CoreProcess(Settings{}) {}
  explicit CoreProcess(const Settings& settings);

  const Ports& ports() const { return ports_; }
  const std::string& reference() const { return reference_; }
  pid_t pid() const { return process_.pid(); }
  /// "127.0.0.1:<IIOP port>"
  std::string address() const;

  /// As those of ReadyProcess.
  void stop() { process_.stop(); }
  void kill() { process_.kill(); }
  void wait_until_gone() { process_.wait_until_gone(); }
  std::string error_output() const { return process_.error_output(); }

 private:
  ReadyProcess process_;
  Ports ports_;
  std::string reference_;
};

}  // namespace orbbench::tests
