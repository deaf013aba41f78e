#pragma once

#include <atomic>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>

#include "orbbench/orb_client/circuit_breaker.hpp"
#include "orbbench/orb_client/core_client.hpp"

namespace orbbench::orb_client {

/// What a client knows of one operation. Lives as long as the client.
struct OperationState {
  OperationState(std::string operation, std::size_t endpoints, const BreakerPolicy& policy);

  const std::string name;
  std::atomic<std::size_t> running = 0;
  std::deque<CircuitBreaker> breakers;  ///< one for each endpoint
};

/// The operations that a client was asked for, by name. Thread-safe.
class OperationTable {
 public:
  OperationTable(std::size_t endpoints, const BreakerPolicy& breaker);

  /// Throws ConfigError for a name that cannot be, or one too many.
  OperationState& find_or_add(const std::string& name);

  void for_each(const std::function<void(const OperationState&)>& visit) const;

 private:
  OperationState& add(const std::string& name);

  const std::size_t endpoints_;
  const BreakerPolicy breaker_;

  mutable std::shared_mutex mutex_;
  std::map<std::string, std::unique_ptr<OperationState>, std::less<>> states_;
};

/// A place among the calls of an operation that may run at once, given back by the destructor.
class RunningCall {
 public:
  /// Throws BulkheadFullError at once when there is none.
  RunningCall(OperationState& operation, std::size_t max_concurrent);
  ~RunningCall() { operation_.running.fetch_sub(1); }
  RunningCall(const RunningCall&) = delete;
  RunningCall& operator=(const RunningCall&) = delete;

 private:
  OperationState& operation_;
};

}  // namespace orbbench::orb_client
