#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

#include "orbbench/orb_client/core_client.hpp"

namespace orbbench::orb_client {

/// The delays between attempts: each twice the one before, up to a limit, less a random part of up
/// to a half, so that clients that failed together do not come back together. Thread-safe; the
/// same seed gives the same sequence.
class BackOff {
 public:
  using Duration = std::chrono::steady_clock::duration;

  explicit BackOff(const RetryPolicy& policy);

  /// To wait after the attempt with that number, from 1 on.
  Duration after_attempt(std::uint32_t attempt);

 private:
  double next_share();

  const Duration first_;
  const Duration longest_;
  std::atomic<std::uint64_t> random_state_;
};

}  // namespace orbbench::orb_client
