#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "faults/fault_plan.hpp"

namespace orbbench::faults {

struct DirectionCounts {
  std::atomic<std::uint64_t> messages = 0;
  std::atomic<std::uint64_t> octets = 0;
};

/// What all connections of a proxy share. Outlives them.
struct ProxyState {
  explicit ProxyState(std::uint64_t seed) : plan(seed) {}

  DirectionCounts& counts(Direction direction) {
    return traffic[direction == Direction::ToServer ? 0 : 1];
  }

  FaultPlan plan;
  std::function<void(const std::string&)> log;
  Protocol protocol = Protocol::Giop;
  GiopLimits limits;
  std::size_t most_connections = 0;
  std::chrono::milliseconds connect_timeout{0};

  // Written by the proxy's thread alone.
  std::atomic<std::uint64_t> connections_taken = 0;
  std::atomic<std::uint64_t> connections_refused = 0;
  std::atomic<std::uint64_t> connections_open = 0;
  std::array<DirectionCounts, 2> traffic;
};

}  // namespace orbbench::faults
