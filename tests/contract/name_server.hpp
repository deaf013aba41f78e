#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>

#include "core_process.hpp"

namespace orbbench::tests {

/// Debian's omniNames on a free port, with its files in a folder of its own. Answers when the
/// constructor returns; ended, and the folder removed, by the destructor.
class NameServer {
 public:
  /// Throws std::runtime_error, with what it wrote, when it does not start in time.
  NameServer();
  ~NameServer();
  NameServer(const NameServer&) = delete;
  NameServer& operator=(const NameServer&) = delete;

  /// The endpoint of that name: "corbaname::127.0.0.1:<port>#<name>".
  std::string endpoint(const std::string& name) const;

  /// Binds the reference under the name ("id" or "id.kind") in the root context.
  void bind(const std::string& name, const std::string& reference) const;

  /// Ends it.
  void kill();

 private:
  void start();
  void await_ready();

  std::filesystem::path folder_;
  const std::uint16_t port_ = free_port();
  pid_t pid_ = -1;
  Descriptor output_;
};

}  // namespace orbbench::tests
