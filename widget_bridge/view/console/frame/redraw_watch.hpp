#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>

namespace orbbench::console {

/// How often, and for how long at the most, a panel was redrawn since it was last asked.
class RedrawWatch {
 public:
  using Duration = std::chrono::steady_clock::duration;

  void add(Duration time) {
    ++count_;
    longest_ = std::max(longest_, time);
  }

  struct Report {
    std::size_t count = 0;
    Duration longest{};
  };
  Report take() {
    const Report report{count_, longest_};
    count_ = 0;
    longest_ = {};
    return report;
  }

 private:
  std::size_t count_ = 0;
  Duration longest_{};
};

}  // namespace orbbench::console
