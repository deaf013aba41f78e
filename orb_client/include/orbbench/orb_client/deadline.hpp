#pragma once

#include <algorithm>
#include <chrono>

namespace orbbench::orb_client {

/// The instant by which a call must have ended. Waiting for a lane, connecting and calling spend
/// the same one. A value: copy it freely, from any thread.
class Deadline {
 public:
  using Clock = std::chrono::steady_clock;

  static Deadline after(Clock::duration budget) { return Deadline(Clock::now() + budget); }
  static Deadline at(Clock::time_point instant) { return Deadline(instant); }

  Clock::time_point instant() const { return instant_; }

  /// What is left, never below zero.
  Clock::duration remaining() const {
    return std::max(instant_ - Clock::now(), Clock::duration::zero());
  }

  bool expired() const { return Clock::now() >= instant_; }

  /// The earlier of this deadline and one that starts now.
  Deadline capped(Clock::duration budget) const {
    return Deadline(std::min(instant_, Clock::now() + budget));
  }

 private:
  explicit Deadline(Clock::time_point instant) : instant_(instant) {}

  Clock::time_point instant_;
};

}  // namespace orbbench::orb_client
