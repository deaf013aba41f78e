#pragma once

#include <chrono>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <stop_token>
#include <string>
#include <vector>

#include "orbbench/metrics/latency_histogram.hpp"
#include "orbbench/process/child_process.hpp"

namespace orbbench::bench {

/// What the last line begins with that such a program writes; JSON follows.
inline constexpr const char* kResultMark = "RESULT ";

/// What a program told, and how it was held until then.
struct HeldResult {
  std::vector<std::string> lines;  ///< before the last
  nlohmann::json result;
  std::size_t times_held = 0;
  std::chrono::nanoseconds held{0};  ///< in all

  /// In microseconds, without the calls for which it was held, which took longest: one on each
  /// connection each time. Zero where none is left.
  double quantile_us(const metrics::LatencyHistogram& latencies, int connections,
                     double share) const;
};

/// A program that makes a load, tells in lines what it found, and can be held meanwhile (SIGSTOP).
class HeldProgram {
 public:
  /// Its standard error is kept. Throws std::runtime_error when it cannot be executed.
  HeldProgram(const std::string& program, std::vector<std::string> arguments);
  /// One that is held could not end.
  ~HeldProgram();
  HeldProgram(const HeldProgram&) = delete;
  HeldProgram& operator=(const HeldProgram&) = delete;

  /// Lets it go on where it is held. Whether it has told its result when the time is over, or
  /// before. Throws std::runtime_error, with the first line of its complaints, when it ends
  /// without.
  bool run_for(std::chrono::milliseconds time);
  void hold();

  /// Once it has told it. Throws std::runtime_error when it is no JSON.
  HeldResult take_result();

 private:
  std::string name_;
  process::ChildProcess process_;
  HeldResult so_far_;
  std::chrono::steady_clock::time_point held_since_;
  bool is_held_ = false;
};

/// Lets both run in turns of that length until each has told its result, or a stop is asked for: so
/// that what a machine does for longer than a turn it does to both.
void run_in_turns(HeldProgram& one, HeldProgram& other, std::chrono::milliseconds turn,
                  const std::stop_token& stop);

}  // namespace orbbench::bench
