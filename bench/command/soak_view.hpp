#pragma once

#include <chrono>
#include <cstddef>

#include "progress.hpp"
#include "soak/soak_plan.hpp"
#include "soak/soak_record.hpp"

namespace orbbench::bench {

/// A soak as it goes, on standard error: on a terminal some lines that are always up to date,
/// elsewhere a line every ten seconds at the most, each with an interval that is new. Used by one
/// thread.
class SoakView {
 public:
  SoakView(Progress& progress, const SoakPlan& plan);

  void show(const SoakRecord& record, std::chrono::nanoseconds left);

  /// To be called before anything else is printed.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;

  void draw(const SoakRecord& record, std::chrono::nanoseconds left);

  Progress& progress_;
  const SoakPlan& plan_;
  bool on_terminal_;
  std::size_t drawn_lines_ = 0;
  std::size_t shown_intervals_ = 0;
  Clock::time_point last_line_;
};

}  // namespace orbbench::bench
