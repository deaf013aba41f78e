#pragma once

#include <chrono>
#include <csignal>
#include <filesystem>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "memory/preload/record_file.hpp"
#include "orbbench/orb_client/orb_runtime.hpp"
#include "orbbench/process/child_process.hpp"

namespace orbbench::free_witness {

/// A core, of whatever kind, that was started under the free-time witness; it is watched from its
/// start on. Ends with the thread that started it.
class WatchedCore {
 public:
  struct Settings {
    std::filesystem::path program;
    std::vector<std::string> arguments = {};
    /// How it is reached; empty for one that prints "READY {"reference": ...}".
    std::string reference = {};
    std::filesystem::path library = {};                         ///< empty: find_witness_library()
    std::vector<std::filesystem::path> further_libraries = {};  ///< preloaded beside it
    std::map<std::string, std::string> environment = {};        ///< added to this process's
    std::chrono::milliseconds start_timeout{30'000};
  };

  /// Returns when the core can be called. Throws std::runtime_error when it ends or is not ready
  /// in time, or when `stop` is asked for.
  WatchedCore(orb_client::OrbRuntime& runtime, const Settings& settings,
              const std::stop_token& stop);

  const std::string& reference() const { return reference_; }
  /// What its READY line says of its metrics; 0 when nothing.
  std::uint16_t metrics_port() const { return metrics_port_; }
  pid_t pid() const { return program_.pid(); }
  RecordFile& record() { return record_; }

  /// Asks it to end, so that it gives back what it still holds; returns when it is gone.
  void stop() { program_.end(SIGTERM); }

 private:
  void await_ready(orb_client::OrbRuntime& runtime, const Settings& settings,
                   const std::stop_token& stop);
  bool take_ready_line(const std::string& line);
  bool answers(orb_client::OrbRuntime& runtime) const;

  RecordFile record_;
  process::ChildProcess program_;
  std::string reference_;
  std::uint16_t metrics_port_ = 0;
};

/// liborbbench_free_witness.so, beside this program or in the lib folder beside its folder. Throws
/// std::runtime_error when it is in neither.
std::filesystem::path find_witness_library();

}  // namespace orbbench::free_witness
