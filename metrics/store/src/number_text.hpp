#pragma once

#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <string_view>

#include "orbbench/store/store_error.hpp"

namespace orbbench::store {

/// The shortest text that reads back as the same number; NaN, Infinity and -Infinity as PostgreSQL
/// spells them.
inline std::string number_text(double value) {
  if (std::isnan(value)) {
    return "NaN";
  }
  if (std::isinf(value)) {
    return value > 0 ? "Infinity" : "-Infinity";
  }
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  return {text.data(), end};
}

/// Throws RunFormatError.
inline double parse_number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    throw RunFormatError("'" + std::string(text.substr(0, 40)) + "' is no number");
  }
  return value;
}

}  // namespace orbbench::store
