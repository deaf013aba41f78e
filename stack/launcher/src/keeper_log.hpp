#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string>

namespace orbbench::launcher {

/// A line of the keeper's own log.
void note(const std::string& text);

/// For poll(2): 0 once it has passed.
int milliseconds_until(std::chrono::steady_clock::time_point instant);

}  // namespace orbbench::launcher
