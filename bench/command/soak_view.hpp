#pragma once

#include <chrono>

#include "progress.hpp"
#include "soak/soak_record.hpp"

namespace orbbench::bench {

/// "0:12:31 left  500/s  p50 120 us  p99 340 us  0 errors  12.3 MiB": of the last interval, but for
/// the errors, which are all.
std::string soak_line(const SoakRecord& record, std::chrono::nanoseconds left);

/// A soak as it goes: on a terminal one line that is always up to date, elsewhere a line every ten
/// seconds at the most, each with an interval that is new. Used by one thread.
class SoakView {
 public:
  explicit SoakView(Progress& progress);

  void show(const SoakRecord& record, std::chrono::nanoseconds left);

 private:
  using Clock = std::chrono::steady_clock;

  Progress& progress_;
  bool on_terminal_;
  std::size_t shown_intervals_ = 0;
  Clock::time_point last_line_;
};

}  // namespace orbbench::bench
