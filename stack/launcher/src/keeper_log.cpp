#include "keeper_log.hpp"

#include <iostream>

#include "state_file.hpp"

namespace orbbench::launcher {

void note(const std::string& text) {
  std::cerr << utc_now() << ' ' << text << std::endl;
}

int milliseconds_until(std::chrono::steady_clock::time_point instant) {
  const auto left =
      std::chrono::ceil<std::chrono::milliseconds>(instant - std::chrono::steady_clock::now());
  return static_cast<int>(std::max<std::int64_t>(0, left.count()));
}

}  // namespace orbbench::launcher
