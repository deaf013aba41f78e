#pragma once

#include <sys/types.h>

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "account.hpp"

namespace orbbench::launcher {

/// Whether the kernel kills it with the thread that spawned it, or it lives on, out of reach of the
/// terminal's signals.
enum class Lifetime { Parents, Own };

struct ProcessSpec {
  std::filesystem::path program;
  std::vector<std::string> arguments;    ///< without the program's name
  std::vector<std::string> environment;  ///< NAME=value
  std::filesystem::path working_folder;
  std::filesystem::path log;  ///< takes stdout and stderr, appended
  std::optional<Account> account;
  Lifetime lifetime = Lifetime::Parents;
};

/// Executes the program as that account, with no descriptor but 0, 1 and 2, to be killed when the
/// calling *thread* ends (prctl(2), PR_SET_PDEATHSIG) unless its lifetime is its own: so call it on
/// the main thread. Throws
/// std::system_error naming the program when it cannot be executed.
pid_t spawn_process(const ProcessSpec& spec);

/// "exited with status 1", "was killed by signal 9 (Killed)".
std::string describe_wait_status(int status);

/// A process that the main thread spawned and reaps, and that a start script waits for.
/// Thread-safe.
class ChildProcess {
 public:
  ChildProcess(std::string part, pid_t pid) : part_(std::move(part)), pid_(pid) {}

  const std::string& part() const { return part_; }
  pid_t pid() const { return pid_; }

  /// Its wait status, once it has ended.
  std::optional<int> status() const;
  void set_status(int status);

  /// Returns when it has ended, `stop` is asked for, or the time has passed.
  void wait_for_end(const std::stop_token& stop, std::chrono::milliseconds time);

 private:
  const std::string part_;
  const pid_t pid_;
  mutable std::mutex mutex_;
  std::condition_variable_any changed_;
  std::optional<int> status_;
};

}  // namespace orbbench::launcher
