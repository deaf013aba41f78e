#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace orbbench::metrics {

/// HdrHistogram's "ZigZag LEB128-64b9B": the sign in the lowest bit, seven bits an octet from the
/// lowest on, and a ninth octet that holds eight.
void append_zig_zag(std::vector<std::uint8_t>& octets, std::int64_t value);

/// Takes one number off the front of `octets`; absent when they end within it.
std::optional<std::int64_t> take_zig_zag(std::span<const std::uint8_t>& octets);

}  // namespace orbbench::metrics
