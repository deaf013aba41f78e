#pragma once

#include <chrono>
#include <cstdio>
#include <string>

namespace orbbench::bench {

/// A figure as a check's sentence has it: four significant digits.
inline std::string text_of(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

inline double seconds_of(std::chrono::nanoseconds duration) {
  return std::chrono::duration<double>(duration).count();
}

inline double microseconds_of(std::chrono::nanoseconds duration) {
  return static_cast<double>(duration.count()) / 1e3;
}

}  // namespace orbbench::bench
