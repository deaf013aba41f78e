#pragma once

#include <csignal>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>

namespace orbbench::process {

/// SIGINT, SIGTERM and SIGHUP, which end a server. To be made before the first thread starts, so
/// that they reach nobody but who waits for them. SIGPIPE is ignored from then on: a client that
/// has gone is an error of its own connection.
class StopSignals {
 public:
  StopSignals();
  /// Returns when one has come.
  void wait() const;

 private:
  sigset_t signals_;
};

/// Writes "READY " and the facts as one line of JSON to standard output: who started this process
/// may use it now.
void announce_ready(const nlohmann::json& facts);

/// Runs `stop`, which waits for what is under way, for 5 s at the most: then `cut_off` is called
/// and the process ends at once with 0, since threads that are still at work cannot be ended
/// otherwise.
void stop_in_time(const std::function<void()>& stop, const std::function<void()>& cut_off);

/// What is left of a server's main() once its options are read: libsodium is initialised, `serve`
/// is run, and the exit code is its own, or 3 with one line on standard error when it cannot serve.
int run_server(const std::string& program, const std::function<int()>& serve);

}  // namespace orbbench::process
