#pragma once

#include <chrono>
#include <cstddef>
#include <stop_token>
#include <string>
#include <vector>

#include "orbbench/process/child_process.hpp"

namespace orbbench::bench {

/// A program that makes a load, tells in lines what it found, the last of which begins with
/// "RESULT ", and can be held meanwhile (SIGSTOP).
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

  /// Since the last result was taken.
  std::size_t times_held() const { return times_held_; }
  std::chrono::nanoseconds held() const { return held_; }

  /// What it wrote, its result last.
  std::vector<std::string> take_result();

 private:
  std::string name_;
  process::ChildProcess process_;
  std::vector<std::string> lines_;
  std::chrono::steady_clock::time_point held_since_;
  bool is_held_ = false;
  std::size_t times_held_ = 0;
  std::chrono::nanoseconds held_{0};
};

/// Lets both run in turns of that length until each has told its result, or a stop is asked for: so
/// that what a machine does for longer than a turn it does to both.
void run_in_turns(HeldProgram& one, HeldProgram& other, std::chrono::milliseconds turn,
                  const std::stop_token& stop);

}  // namespace orbbench::bench
