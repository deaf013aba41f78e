#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "faults/fault.hpp"

namespace orbbench::bench {

/// Each reply of the core comes later by this.
struct DelayedReplies {
  std::chrono::milliseconds delay{0};
};

/// The core executes so many calls, and closes their connections without a reply.
struct DroppedReplies {
  std::uint32_t count = 0;
};

/// The core is killed, and started anew at the end of the fault's time.
struct KilledCore {};

/// What is to go wrong in a soak, from when on and for how long; between then and when it is over,
/// calls may fail.
struct PlannedFault {
  std::chrono::nanoseconds at{0};  ///< from the soak's beginning, over all its parts
  std::chrono::nanoseconds length{0};
  std::variant<DelayedReplies, DroppedReplies, KilledCore, faults::Fault> what;

  std::chrono::nanoseconds end() const { return at + length; }
  bool kills_core() const { return std::holds_alternative<KilledCore>(what); }
  bool is_of_proxy() const { return std::holds_alternative<faults::Fault>(what); }
  /// "kill_core at 30 s for 2 s"
  std::string text() const;
};

/// In the order of their times, which do not overlap.
using FaultTimetable = std::vector<PlannedFault>;

/// {"faults": [{"at_s": 30, "for_s": 5, "fault": "delay_replies", "delay_ms": 20},
///             {"at_s": 60, "for_s": 5, "fault": "drop_replies", "count": 10},
///             {"at_s": 90, "for_s": 2, "fault": "kill_core"},
///             {"at_s": 120, "for_s": 5, "fault": "proxy", "proxy": {"fault": "cut", ...}}]}
/// A proxy's fault is as `orbbench proxy` takes it. Throws ConfigError: one line with the place,
/// also for a fault that ends later than the soak, and for two at one time.
FaultTimetable parse_timetable(const std::string& json, std::chrono::nanoseconds soak);

}  // namespace orbbench::bench
