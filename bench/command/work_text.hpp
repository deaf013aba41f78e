#pragma once

#include <string>
#include <vector>

#include "orbbench/work/work_run.hpp"

namespace orbbench::bench {

/// One line: when it was submitted, its state, kind, how many of its items are done, id.
std::string text_line(const work::RunInfo& run);

/// That, its settings, and a line for each item that is not done or was tried more than once.
std::string text_of(const work::RunInfo& run, const std::vector<work::ItemInfo>& items);

std::string json_of(const work::RunInfo& run);
/// With its items, and each item's attempts.
std::string json_of(const work::RunInfo& run, const std::vector<work::ItemInfo>& items);

}  // namespace orbbench::bench
