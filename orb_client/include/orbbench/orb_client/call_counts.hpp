#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "orbbench/orb_client/call_observer.hpp"

namespace orbbench::orb_client {

/// What was counted for one operation: the numbers behind
/// orb_client_calls_total{operation,outcome}, orb_client_retries_total and
/// circuit_breaker_transitions_total.
struct OperationCounts {
  std::string operation;
  std::array<std::uint64_t, kOutcomeCount> calls{};  ///< by Outcome
  std::uint64_t retries = 0;                         ///< tries that were followed by another one,
  std::uint64_t failovers = 0;                       ///< of which so many at the next endpoint
  std::array<std::uint64_t, 3> transitions{};        ///< by the BreakerState that was entered

  std::uint64_t calls_with(Outcome outcome) const {
    return calls[static_cast<std::size_t>(outcome)];
  }
  std::uint64_t transitions_to(BreakerState state) const {
    return transitions[static_cast<std::size_t>(state)];
  }
};

/// Counts calls by operation and outcome. Up to 256 operations have counts of their own; what
/// exceeds that is counted as "other". Thread-safe and free of locks: a count is one atomic
/// addition, but for an operation's first one.
class CallCounts : public CallObserver {
 public:
  CallCounts();
  ~CallCounts() override;
  CallCounts(const CallCounts&) = delete;
  CallCounts& operator=(const CallCounts&) = delete;

  void on_call(const CallRecord& record) override;
  void on_retry(const RetryRecord& record) override;
  void on_transition(const BreakerRecord& record) override;

  /// In no order. Each number is exact for the calls that ended before; calls that end meanwhile
  /// may be in some numbers and not in others.
  std::vector<OperationCounts> read() const;

  /// All zero for an operation that was never counted.
  OperationCounts read(std::string_view operation) const;

 private:
  struct Counters;

  Counters& counters_of(std::string_view operation);
  Counters* add(std::atomic<Counters*>& entry, std::string_view operation);
  const Counters* find(std::string_view operation) const;

  // Open addressing; twice the operations, so that a search ends soon. An entry never changes once
  // it is there.
  static constexpr std::size_t kMaxOperations = 256;
  static constexpr std::size_t kEntries = 2 * kMaxOperations;
  std::array<std::atomic<Counters*>, kEntries> entries_{};
  std::atomic<std::size_t> operations_ = 0;
  std::atomic<bool> overflowed_ = false;
  std::unique_ptr<Counters> other_;
};

}  // namespace orbbench::orb_client
