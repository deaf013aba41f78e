#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "account.hpp"
#include "child_process.hpp"

namespace orbbench::launcher {

/// The places of a kept server below its folder, and what runs there. Holds no process.
class PostgresFolder {
 public:
  /// Makes the folders. Throws StackError when the server could not use them.
  explicit PostgresFolder(const std::filesystem::path& folder);

  std::filesystem::path start_lock() const { return folder_ / "start.lock"; }
  std::filesystem::path use_lock() const { return folder_ / "use.lock"; }
  std::filesystem::path log() const { return home_ / "server.log"; }
  std::string connection_string() const;

  bool has_cluster() const;
  /// Of a cluster that is not in its place until adopt_cluster().
  ProcessSpec initdb() const;
  void adopt_cluster() const;
  ProcessSpec server() const;

  /// The server's process, if one lives.
  std::optional<pid_t> server_pid() const;

 private:
  std::filesystem::path data() const { return home_ / "data"; }
  std::filesystem::path unfinished() const { return home_ / "unfinished"; }
  ProcessSpec spec(const std::string& program, std::vector<std::string> arguments) const;

  std::filesystem::path folder_;
  std::filesystem::path home_;  ///< the server's own
  std::optional<Account> account_;
};

}  // namespace orbbench::launcher
