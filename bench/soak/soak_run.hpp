#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "load/open_loop.hpp"
#include "soak/fault_driver.hpp"
#include "soak/soak_load.hpp"
#include "soak/soak_plan.hpp"
#include "soak/soak_record.hpp"

namespace orbbench::bench {

/// What a soak works on, and whom it tells.
struct SoakSurroundings {
  std::vector<TimedCall> lanes;
  /// A raw TCP round trip, made beside the calls: what the machine does to both is not the core's
  /// doing. None without it.
  TimedCall floor = {};
  /// The core, after so many calls. Throws ScrapeError.
  std::function<CoreSample(std::uint64_t)> sample;
  /// Why the core is gone for good; nothing while it lives, or where that cannot be known.
  std::function<std::optional<std::string>()> find_death = [] {
    return std::optional<std::string>();
  };
  /// Of the plan's faults.
  FaultHands hands = {};
  /// Keeps an interval; when it returns, a death of this process loses it no more.
  std::function<void(const SoakInterval&)> keep = [](const SoakInterval&) {};
  /// Some times a second: the intervals so far, and how long there is to go.
  std::function<void(const SoakRecord&, std::chrono::nanoseconds)> show =
      [](const SoakRecord&, std::chrono::nanoseconds) {};
};

/// One part of a soak: from the interval after the last one of the record, which it appends to, to
/// the end of the plan, until `stop` is asked for, or the core is gone.
class SoakRun {
 public:
  SoakRun(const SoakPlan& plan, const SoakSurroundings& surroundings, SoakRecord& record);

  SoakEnd run(const std::stop_token& stop);

 private:
  void begin_faults(const SoakLoad& load);
  void end_faults();
  void find_death();
  void go_on(SoakLoad& load, const std::stop_token& stop);
  void end_early(SoakLoad& load);
  void sample_next(const SoakLoad& load, SoakLoad::Clock::time_point end);
  CoreSample sample_for(SoakLoad::Clock::time_point end, std::uint64_t calls) const;
  void keep_complete(SoakLoad& load);
  SparseHistogram take_floor(std::size_t interval);
  void note_silence(const SoakInterval& interval);

  const SoakPlan& plan_;
  const SoakSurroundings& surroundings_;
  SoakRecord& record_;
  std::size_t part_ = 0;
  std::uint64_t calls_before_ = 0;
  std::size_t next_sampled_;
  std::size_t next_kept_;
  std::map<std::size_t, SoakInterval> sampled_;  ///< whose calls are not complete yet
  std::chrono::nanoseconds silent_for_{0};
  std::optional<std::string> death_;
  FaultWindows windows_;
  std::optional<FaultDriver> driver_;
  std::optional<SoakLoad> floor_;
};

}  // namespace orbbench::bench
