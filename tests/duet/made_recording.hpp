#pragma once

#include "duet/recording.hpp"
#include "simulated_calls.hpp"

namespace orbbench::tests {

/// A recording as of a duet that ended well, of simulated calls: ten rounds of cores that start
/// anew, with memory that differs by nothing but a few pages.
inline duet::Recording made_recording(double slowdown, std::uint64_t seed) {
  const SimulatedCalls::Shape shape{.slowdown = slowdown, .start_spread = 0.002, .calls = 100};
  SimulatedCalls calls(shape, seed);
  SimulatedCalls cycles(shape, seed + 1000);
  duet::Recording recording;
  recording.started_anew = true;
  recording.elapsed = std::chrono::seconds(60);
  recording.rounds = calls.rounds;
  duet::SideRecording& baseline = recording.of(duet::Side::Baseline);
  duet::SideRecording& candidate = recording.of(duet::Side::Candidate);
  baseline.calls = std::move(calls.baseline);
  candidate.calls = std::move(calls.candidate);
  baseline.cycles = std::move(cycles.baseline);
  candidate.cycles = std::move(cycles.candidate);
  baseline.attempts = candidate.attempts = 10000;
  for (int round = 0; round < 10; ++round) {
    const double pages = 4096.0 * (round % 3);
    recording.resident_octets.emplace_back(12e6 + pages, 12e6 + 8192 - pages);
  }
  return recording;
}

}  // namespace orbbench::tests
