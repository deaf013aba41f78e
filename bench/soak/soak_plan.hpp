#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "load/load_scenario.hpp"
#include "orbbench/metrics/growth.hpp"
#include "soak/fault_timetable.hpp"

namespace orbbench::bench {

/// What a soak is held to.
struct SoakLimits {
  std::optional<double> slo_p99_ms;
  double drift = 2;  ///< p99 at the end over p99 at the beginning
  /// 64 octets a call are four times the first; an allocator grows in steps of half the last.
  metrics::GrowthMargin octets{16'000, 4.0 * 1024 * 1024, 256.0 * 1024};
  /// Of live objects, sockets and threads.
  metrics::GrowthMargin objects{0.25, 16, 4};
};

/// What is done, how long, and what is judged.
struct SoakPlan {
  LoadScenario scenario;
  std::chrono::nanoseconds interval{0};
  std::chrono::nanoseconds warm_up{0};  ///< of each life of the core: left out of growth and drift
  SoakLimits limits;
  FaultTimetable faults = {};

  std::size_t intervals() const;
};

/// How a soak came to its end.
struct SoakEnd {
  enum class Reason { Completed, Interrupted, CoreDied };
  Reason reason = Reason::Completed;
  std::string text = {};              ///< of a core that died
  std::vector<std::string> log = {};  ///< its last lines, where it is a private one
};

}  // namespace orbbench::bench
