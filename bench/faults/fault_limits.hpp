#pragma once

#include <chrono>
#include <cstdint>
#include <limits>

namespace orbbench::faults {

inline constexpr std::chrono::milliseconds kLongestDelay{3'600'000};
inline constexpr std::uint64_t kMostOctets = std::numeric_limits<std::uint32_t>::max();

}  // namespace orbbench::faults
