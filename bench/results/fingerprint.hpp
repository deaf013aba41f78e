#pragma once

#include <map>
#include <string>

namespace orbbench::bench {

/// What this machine and this program are, as far as it moves figures: processor, processors,
/// memory, kernel, system, governor, "kept awake by", orbbench, build, and "package <name>" for
/// what the calls go through. A key whose value cannot be found out is left out.
std::map<std::string, std::string> machine_fingerprint();

/// The commit under measurement, as the surroundings name it: ORBBENCH_COMMIT, else GITHUB_SHA,
/// else CI_COMMIT_SHA; else empty.
std::string commit_under_measurement();

}  // namespace orbbench::bench
