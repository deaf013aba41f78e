#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "orbbench/orb_client/call_observer.hpp"
#include "orbbench/orb_client/core_lane.hpp"
#include "orbbench/orb_client/deadline.hpp"
#include "orbbench/orb_client/endpoint.hpp"
#include "orbbench/orb_client/orb_runtime.hpp"

namespace orbbench::orb_client {

struct PoolLimits {
  std::size_t lanes = 4;     ///< 1 to 256; each is one TCP connection
  std::size_t waiters = 16;  ///< threads that may queue for a lane; the next is refused at once
  /// A lane that nobody held for so long is closed; 0 keeps lanes for ever.
  std::chrono::milliseconds idle_limit{0};
  std::size_t min_idle = 0;  ///< that many idle lanes are kept all the same
};

struct PoolState {
  std::size_t idle = 0;     ///< connected lanes that nobody holds
  std::size_t leased = 0;   ///< lanes held, those being connected or closed included
  std::size_t waiting = 0;  ///< threads in the queue
};

struct WarmUp {
  std::size_t connected = 0;  ///< lanes, leased ones included
  std::string problem;        ///< why there are not more; empty when all are connected
};

class ConnectionPool;

/// The right to use one lane, given back by the destructor; a spent lane is discarded instead and
/// a later lease connects a new one. Moves only. Must not outlive its pool.
class Lease {
 public:
  Lease(Lease&& other) noexcept;
  Lease& operator=(Lease&& other) noexcept;
  ~Lease();

  CoreLane& operator*() { return *lane_; }
  CoreLane* operator->() { return lane_.get(); }

 private:
  friend class ConnectionPool;
  Lease(ConnectionPool& pool, std::unique_ptr<CoreLane> lane);
  void give_back() noexcept;

  ConnectionPool* pool_;
  std::unique_ptr<CoreLane> lane_;
};

/// At most `lanes` connections to one core, made when first needed, and closed again when idle for
/// long if the limits say so. Thread-safe; waiters are served in the order in which they came.
/// Destroyed only when no lease is out.
class ConnectionPool {
 public:
  /// Throws ConfigError for limits out of range. Connects nothing yet. The observer, if any, and
  /// the runtime must outlive the pool.
  ConnectionPool(OrbRuntime& runtime, Endpoint endpoint, PoolLimits limits,
                 CallObserver* observer = nullptr);
  ~ConnectionPool();
  ConnectionPool(const ConnectionPool&) = delete;
  ConnectionPool& operator=(const ConnectionPool&) = delete;

  /// Waits for a lane, connecting one outside the lock where the bound allows it. Throws
  /// PoolExhaustedError at once when the queue is full, TimeoutError when the deadline passes
  /// first, UnreachableError or ProtocolError when connecting fails. A connect may take no longer
  /// than its budget, if there is one.
  Lease lease(Deadline deadline,
              std::optional<Deadline::Clock::duration> connect_budget = std::nullopt);

  /// Connects the lanes that are not, one after the other, and replaces those that the core closed
  /// while they were idle. Stops at the first that cannot be connected: the others could not
  /// either.
  WarmUp warm_up(Deadline deadline);

  PoolState state() const;
  const Endpoint& endpoint() const;
  const PoolLimits& limits() const;

 private:
  friend class Lease;
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace orbbench::orb_client
