#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "soak/soak_plan.hpp"
#include "soak/soak_record.hpp"

namespace orbbench::bench {

/// "0:12:31 left  500/s  p50 120 us  p99 340 us  0 errors  12.3 MiB": of the last interval, but for
/// the errors, which are all.
std::string soak_line(const SoakRecord& record, std::chrono::nanoseconds left);

/// The same for a terminal, as lines of less than 80 characters: how far it is, the last interval
/// and all of them by percentiles, errors, and what the core holds.
std::vector<std::string> soak_screen(const SoakPlan& plan, const SoakRecord& record,
                                     std::chrono::nanoseconds left);

}  // namespace orbbench::bench
