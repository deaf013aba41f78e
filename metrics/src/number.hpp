#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace orbbench::metrics {

enum class NumberState { Valid, Malformed, OutOfRange };

struct ParsedNumber {
  NumberState state = NumberState::Malformed;
  double value = 0;
};

/// Reads a number as Go's strconv.ParseFloat does, which the format names as its grammar: decimal,
/// hexadecimal with a binary exponent, "NaN", "Inf" and "Infinity" in any case, a sign before all
/// but NaN. What is too small becomes zero, what is too large is out of range. Underscores, which
/// ParseFloat takes nowhere without a base prefix, are malformed everywhere. No locale matters.
ParsedNumber parse_number(std::string_view text);

/// A signed 64-bit integer with an optional sign, as Go's strconv.ParseInt in base 10.
std::optional<std::int64_t> parse_integer(std::string_view text);

}  // namespace orbbench::metrics
