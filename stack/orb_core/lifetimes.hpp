#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>

namespace orbbench::orb_core {

/// How long widget servants lived: the histogram polyorb_servant_lifetime_seconds. Thread-safe.
class Lifetimes {
 public:
  static constexpr std::array<double, 9> kBounds{0.001, 0.01, 0.1, 1, 10, 60, 600, 3600, 86400};

  struct Snapshot {
    std::array<std::uint64_t, kBounds.size()> at_most{};  ///< cumulative, per bound
    std::uint64_t count = 0;
    double sum_seconds = 0;
  };

  void record(std::chrono::duration<double> lifetime) {
    const std::lock_guard lock(mutex_);
    for (std::size_t i = 0; i < kBounds.size(); ++i) {
      state_.at_most[i] += lifetime.count() <= kBounds[i] ? 1U : 0U;
    }
    ++state_.count;
    state_.sum_seconds += lifetime.count();
  }

  Snapshot snapshot() const {
    const std::lock_guard lock(mutex_);
    return state_;
  }

 private:
  mutable std::mutex mutex_;
  Snapshot state_;
};

}  // namespace orbbench::orb_core
