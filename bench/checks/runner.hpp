#pragma once

#include <functional>
#include <string>
#include <vector>

#include "checks/check.hpp"

namespace orbbench::bench {

/// The checks of these names or groups ("calls" for all of calls.*), in the order in which they
/// run; all for an empty list. Throws ConfigError naming the unknown one and what there is.
std::vector<Check> select_checks(const std::vector<std::string>& names);

/// Whether it works on the stack around the core.
bool needs_gateway(const Check& check);

/// Takes out those that need what this context has not, and says so of each.
std::vector<NotRun> leave_out_impossible(std::vector<Check>& checks, CheckContext& context);

/// Told before and after each check.
struct RunObserver {
  std::function<void(const Check&)> on_started;
  std::function<void(const CheckResult&)> on_finished;
};

/// Runs the checks one after the other. core.reachable runs first in any case; when the core is
/// not to be had, the others are invalid without being tried. A check that throws, or during which
/// the core restarted, is invalid.
RunResult run_checks(const std::vector<Check>& checks, CheckContext& context,
                     const RunObserver& observer);

}  // namespace orbbench::bench
