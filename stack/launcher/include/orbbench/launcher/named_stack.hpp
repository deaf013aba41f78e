#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "orbbench/launcher/endpoints.hpp"
#include "orbbench/launcher/stack_error.hpp"

namespace orbbench::launcher {

/// Where stacks keep their folders: $ORBBENCH_RUNTIME_DIR, else $XDG_RUNTIME_DIR/orbbench, else
/// /tmp/orbbench-<uid>. The XDG folder is not used by root, whose parts run as a user that cannot
/// enter it.
std::filesystem::path default_runtime_folder();

/// A part as status shows it.
struct PartState {
  std::string name;
  std::string state;  ///< starting, ready, lost
  int pid = 0;
};

/// A stack of this user as its keeper last described it.
struct StackState {
  std::string name;
  std::string state;  ///< starting, up, degraded, stopping
  int keeper_pid = 0;
  std::string started_at;  ///< ISO 8601, UTC
  std::vector<PartState> parts;
  Endpoints endpoints;
  std::filesystem::path folder;
};

/// Finds named stacks in one runtime folder. Holds only the path; thread-safe.
class StackDirectory {
 public:
  explicit StackDirectory(const std::filesystem::path& runtime_folder = default_runtime_folder());

  /// The stack of that name if its keeper is alive. Throws StackError for a name that cannot be
  /// one.
  std::optional<StackState> find(const std::string& name) const;

  /// Stops it; returns when its processes and its folder are gone, false if it was not up. Throws
  /// StackError when it cannot be stopped.
  bool stop(const std::string& name) const;

  /// The last lines of a part's log ("keeper" is one), each part in turn when `part` is empty, then
  /// with a heading. Throws StackError for an unknown stack or part.
  std::string read_logs(const std::string& name, const std::string& part, std::size_t lines) const;

 private:
  std::filesystem::path runtime_folder_;
};

/// One JSON object on one line.
std::string to_json(const StackState& state);

}  // namespace orbbench::launcher
