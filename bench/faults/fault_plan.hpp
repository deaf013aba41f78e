#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "faults/fault.hpp"

namespace orbbench::faults {

/// What is known of the message, or of the chunk, that a fault may hit.
struct Subject {
  Direction direction = Direction::ToServer;
  std::optional<MessageType> type = {};
  std::optional<std::uint32_t> request_id = {};
  std::string operation = {};
  std::uint64_t octets = 0;
  /// Set for a chunk: how many octets of its direction came before it.
  std::optional<std::uint64_t> stream_position = {};
};

/// A fault that was armed. The plan that armed it guards all but the constants.
struct ArmedFault {
  ArmedFault(Fault chosen, std::uint64_t identity, std::uint64_t choices);

  const Fault fault;
  const std::uint64_t id;
  const std::uint64_t seed;
  std::mt19937_64 draws;
  bool armed = true;
  std::uint64_t matched = 0;
  std::uint64_t hits = 0;
  std::uint64_t effects = 0;
};

/// One fault that hits one message.
struct Strike {
  std::shared_ptr<ArmedFault> fault = {};
  std::chrono::milliseconds delay{0};
};

/// Decides which fault hits which message. The same faults, seeds and messages in the same order
/// give the same strikes: each fault draws from a sequence of its own, so that one fault's messages
/// never move another's. Thread-safe.
class FaultPlan {
 public:
  explicit FaultPlan(std::uint64_t seed) : seed_(seed) {}

  /// Returns the fault's id: 1 for the first, and up. Keeps the last 1000 faults; one that was
  /// disarmed makes room, the oldest that had an effect. Throws orb_client::ConfigError when there
  /// is none.
  std::uint64_t arm(const Fault& fault);
  /// False when no such fault is armed. What became of it is kept.
  bool disarm(std::uint64_t id);
  /// Returns how many were armed.
  std::size_t disarm_all();

  /// Call once for each message, in their order.
  std::vector<Strike> strikes_at(const Subject& subject);
  void count_effect(ArmedFault& fault);

  std::vector<FaultStatistics> statistics() const;

 private:
  void make_room();

  const std::uint64_t seed_;
  /// So that no message waits for the mutex while nothing is armed.
  std::atomic<std::size_t> armed_ = 0;
  mutable std::mutex mutex_;
  std::uint64_t last_id_ = 0;
  std::vector<std::shared_ptr<ArmedFault>> faults_;
};

}  // namespace orbbench::faults
