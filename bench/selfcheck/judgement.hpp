#pragma once

#include <map>
#include <string>
#include <vector>

#include "checks/result.hpp"
#include "selfcheck/mutant.hpp"
#include "selfcheck/site_paths.hpp"

namespace orbbench::selfcheck {

inline constexpr const char* kCoverage = "ledger.coverage";
inline constexpr const char* kZeroization = "zeroization.count";
inline constexpr const char* kWitnessOfObject = "witness.object";
inline constexpr const char* kWitnessOfFrees = "witness.free";

/// Whether a mutant was caught for the right reason: what was seen names its site, and no other.
struct Judgement {
  bool caught = false;
  std::string reason;  ///< what named it, or why it survived
};

/// Of a fault: the check fails, and its evidence names the site and what must break with it at
/// most. `mutant` has a fault.
Judgement judge_by_check(const std::string& check, const bench::CheckResult& result,
                         const Mutant& mutant);

/// Of a wipe that was not done: just these sites gave blocks back unwiped.
Judgement judge_by_frees(const std::map<std::string, SiteBlocks>& seen,
                         const std::vector<std::string>& sites);

/// Of a secret that stayed: witness.object fails, and names the site alone.
Judgement judge_by_memory(const bench::CheckResult& result, const std::string& site);

}  // namespace orbbench::selfcheck
