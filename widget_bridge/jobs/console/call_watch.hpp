#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

#include "orbbench/orb_client/call_counts.hpp"

namespace orbbench::console {

/// A breaker that changed its state.
struct BreakerEvent {
  std::uint64_t number = 0;  ///< from 1, without gaps
  std::chrono::system_clock::time_point time;
  std::string operation;
  std::string endpoint;
  orb_client::BreakerTransition transition;
};

/// What the console's own calls came to, since it started: counts by operation and outcome, and the
/// latest transitions of breakers. Thread-safe.
class CallWatch : public orb_client::CallObserver {
 public:
  static constexpr std::size_t kMostTransitions = 1000;

  void on_call(const orb_client::CallRecord& record) override { counts_.on_call(record); }
  void on_retry(const orb_client::RetryRecord& record) override { counts_.on_retry(record); }
  void on_transition(const orb_client::BreakerRecord& record) override;

  /// By the operation's name.
  std::vector<orb_client::OperationCounts> counts() const;

  /// With a number above `number`, in their order.
  std::vector<BreakerEvent> transitions_after(std::uint64_t number) const;
  /// Of transitions, those that gave way to later ones.
  std::uint64_t dropped() const;

 private:
  orb_client::CallCounts counts_;
  mutable std::mutex mutex_;
  std::deque<BreakerEvent> transitions_;
  std::uint64_t seen_ = 0;
};

}  // namespace orbbench::console
