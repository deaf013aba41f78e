#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>

#include "orbbench/launcher/stack_error.hpp"

namespace orbbench::launcher {

/// A PostgreSQL server of one's own in a folder, whose data last. It is up while at least one
/// KeptDatabase of that folder is, in whatever process: the first one starts it, the last one stops
/// it. A process that was killed leaves it up, for the next one to use and to stop. It listens on a
/// Unix socket alone, in a folder that only its user can enter, and so needs no password; under
/// root it runs as the user of a stack's parts. Moves only; used by one thread at a time.
class KeptDatabase {
 public:
  /// Returns when the server answers, its cluster having been made if there was none. Throws
  /// StackError, with the server's log where it did not come up, and StackInterrupted when `stop`
  /// is asked for.
  static KeptDatabase open(const std::filesystem::path& folder, const std::stop_token& stop = {},
                           std::chrono::milliseconds patience = std::chrono::seconds(30));

  KeptDatabase(KeptDatabase&&) noexcept;
  ~KeptDatabase();

  /// For libpq; holds no secret.
  const std::string& connection_string() const;
  pid_t server_pid() const;

 private:
  struct Implementation;
  explicit KeptDatabase(std::unique_ptr<Implementation> implementation);
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace orbbench::launcher
