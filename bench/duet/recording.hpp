#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "duet/core_pair.hpp"
#include "orbbench/metrics/block_bootstrap.hpp"
#include "orbbench/metrics/stretched_durations.hpp"

namespace orbbench::duet {

using Nanoseconds = metrics::StretchedDurations::Nanoseconds;
using Stretches = std::vector<std::vector<Nanoseconds>>;

/// What one core did. The two of a recording have equally many stretches, measured side by side.
struct SideRecording {
  Stretches calls;   ///< from send to reply
  Stretches cycles;  ///< create and destroy of a widget together
  std::uint64_t attempts = 0;
  std::uint64_t errors = 0;
  std::string first_error;
};

/// The measured part of a duet; what it means is another matter (judgement.hpp).
struct Recording {
  std::array<SideRecording, 2> sides;  ///< by index_of
  std::vector<metrics::Round> rounds;
  /// Resident octets (baseline, candidate) after equal work: a pair a round where cores start anew,
  /// else a pair a reading. Empty where a metrics page is not known or does not say.
  std::vector<std::pair<double, double>> resident_octets;
  bool started_anew = false;
  bool interrupted = false;
  std::chrono::nanoseconds elapsed{0};
  std::string disturbance;   ///< why it cannot be trusted; empty when it can
  std::string unequal_past;  ///< why their memory cannot be compared; empty when it can
  std::string no_memory;     ///< why there are no resident octets; empty when there are

  SideRecording& of(Side side) { return sides[index_of(side)]; }
  const SideRecording& of(Side side) const { return sides[index_of(side)]; }
};

}  // namespace orbbench::duet
