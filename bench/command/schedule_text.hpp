#pragma once

#include <string>

#include "orbbench/work/schedules.hpp"

namespace orbbench::bench {

/// One line: its name, its state, when it is due next, what makes it due, what it does.
std::string text_line(const work::ScheduleInfo& schedule);
/// With its plan.
std::string json_of(const work::ScheduleInfo& schedule);

}  // namespace orbbench::bench
