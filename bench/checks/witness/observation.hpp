#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "memory/memory_scan.hpp"

namespace orbbench::bench {

/// Places of the canaries in the list that is looked for.
inline constexpr std::size_t kBystander = 0;  ///< never released
inline constexpr std::size_t kTarget = 1;

/// One look at the core's memory.
struct Look {
  std::chrono::milliseconds due{0};     ///< after the release, time of the core's own running
  std::chrono::duration<double> at{0};  ///< when it was really taken
  memory::ProcessReport report;
};

/// What was seen of one canary that went one way through the core.
struct PathObservation {
  std::string name;  ///< "first release", "refused create: the id exists", ...
  /// While the core held it; none on a path on which it never does.
  std::optional<Look> before;
  std::vector<Look> after;  ///< in the order of `due`
};

/// What the witness saw, on all paths.
struct WitnessObservation {
  std::vector<PathObservation> paths;
  /// Why the core's memory could not be looked at, and the remedy; empty when it could.
  std::string obstacle;
};

}  // namespace orbbench::bench
