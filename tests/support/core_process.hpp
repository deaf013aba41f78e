#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace orbbench::tests {

/// A file descriptor with one owner.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept;
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();

  int number() const { return number_; }
  void close();

 private:
  int number_ = -1;
};

/// A TCP port of 127.0.0.1 that nobody has just now: for a core that is to come back at the same
/// one.
std::uint16_t free_port();

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
  };

  struct Ports {
    std::uint16_t iiop = 0;
    std::uint16_t metrics = 0;
  };

  /// Throws std::runtime_error, with what the core wrote to stderr, when it is not ready in time.
  CoreProcess() : CoreProcess(Settings{}) {}
  explicit CoreProcess(const Settings& settings);
  ~CoreProcess();
  CoreProcess(const CoreProcess&) = delete;
  CoreProcess& operator=(const CoreProcess&) = delete;

  const Ports& ports() const { return ports_; }
  const std::string& reference() const { return reference_; }
  pid_t pid() const { return pid_; }
  /// "127.0.0.1:<IIOP port>"
  std::string address() const;

  /// Asks the core to end. Throws std::runtime_error unless it ends in time, and with exit code 0.
  void stop();

  /// Ends the core as a crash would, and returns when it is gone.
  void kill();

  /// Returns when a core that ends by itself is gone. Throws std::runtime_error when it is not in
  /// time.
  void wait_until_gone();

  /// What the core has written to stderr so far.
  std::string error_output() const;

 private:
  void start(const Settings& settings);
  void read_ready();
  std::string read_ready_line();
  bool wait_for_end(std::chrono::milliseconds budget);
  void end_by(int signal);
  [[noreturn]] void fail(const std::string& what);

  pid_t pid_ = -1;
  int wait_status_ = 0;
  Descriptor process_;
  Descriptor output_;
  Descriptor errors_;
  Ports ports_;
  std::string reference_;
};

}  // namespace orbbench::tests
