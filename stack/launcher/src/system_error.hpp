#pragma once

#include <cerrno>
#include <string>
#include <system_error>

namespace orbbench::launcher {

inline std::string errno_text(int number = errno) {
  return std::generic_category().message(number);
}

/// Throws std::system_error with errno's text if `result` is negative; else returns it.
inline int checked(int result, const char* what) {
  if (result < 0) {
    throw std::system_error(errno, std::generic_category(), what);
  }
  return result;
}

}  // namespace orbbench::launcher
