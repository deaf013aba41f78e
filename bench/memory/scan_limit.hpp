#pragma once

#include <chrono>
#include <stop_token>

namespace orbbench::memory {

/// Until when a process may be kept standing.
struct ScanLimit {
  std::chrono::steady_clock::time_point end = std::chrono::steady_clock::time_point::max();
  std::stop_token stop = {};

  bool reached() const { return stop.stop_requested() || std::chrono::steady_clock::now() >= end; }
};

}  // namespace orbbench::memory
