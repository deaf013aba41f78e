#pragma once

#include <chrono>
#include <optional>

#include "local_times.hpp"
#include "time_zone.hpp"

namespace orbbench::work {

/// The first instant after that one at which the clocks of the zone show one of the times, in the
/// way of ADR 0029 where they change.
std::optional<std::chrono::sys_seconds> next_instant(const LocalTimes& times, const TimeZone& zone,
                                                     std::chrono::sys_seconds after);

}  // namespace orbbench::work
