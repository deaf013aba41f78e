#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace orbbench::bench {

/// What was seen of a pool that was held full, and let go.
struct PoolObservation {
  std::size_t lanes = 0;    ///< as configured
  std::size_t waiters = 0;  ///< as configured
  std::size_t leased_at_peak = 0;
  std::size_t waiting_at_peak = 0;
  std::uint32_t sockets_before = 0;  ///< at the core
  std::uint32_t sockets_at_peak = 0;
  bool refused = false;  ///< the call beyond lanes and waiters
  std::chrono::microseconds refusal{0};
  std::size_t served = 0;  ///< of the held calls and those that waited
  std::size_t idle_after = 0;
  std::chrono::milliseconds recovery{0};  ///< until all lanes were idle
  bool next_call_works = false;
  bool lane_was_lost = false;        ///< in mid-call, by a fault on the wire
  bool lane_was_replaced = false;    ///< the next call worked, on a lane of that number
  std::uint32_t threads_before = 0;  ///< of the core
  std::uint32_t threads_after = 0;   ///< once the pool was closed
};

/// The laws that were broken, one line each.
std::vector<std::string> find_broken_laws(const PoolObservation& seen);

}  // namespace orbbench::bench
