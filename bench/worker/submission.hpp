#pragma once

#include <string>
#include <vector>

#include "orbbench/work/work_run.hpp"

namespace orbbench::bench {

/// The kinds of work that there are, and how a plan of each is split: the payloads of its items, in
/// order. Throws ConfigError, one line, for another kind, and for a plan that cannot be.
const std::vector<std::string>& work_kinds();
std::vector<std::string> split_plan(const std::string& kind, const std::string& plan);
/// How often an item of that kind is tried, where its plan does not say.
int default_attempts(const std::string& kind);

/// A plan's file, with its kind, and where it says so its priority and how often each item is
/// tried, as a run with an id of its own. Throws ConfigError.
work::NewRun read_submission(const std::string& json);

}  // namespace orbbench::bench
