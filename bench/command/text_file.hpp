#pragma once

#include <string>

namespace orbbench::bench {

/// What is in a file that the user named: a scenario, a plan, a timetable; at most 16 MiB. Throws
/// ConfigError, one line with the path.
std::string text_in(const std::string& path);

}  // namespace orbbench::bench
