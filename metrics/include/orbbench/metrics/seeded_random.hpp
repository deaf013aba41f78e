#pragma once

#include <cstdint>
#include <limits>
#include <random>

namespace orbbench::metrics {

/// Random numbers that a seed fixes on every platform: the standard says what std::mt19937_64
/// yields, and leaves its distributions to each library. One thread uses it.
class SeededRandom {
 public:
  explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}

  /// Each of 0 to `bound` - 1 alike; `bound` is at least 1.
  std::uint64_t below(std::uint64_t bound) {
    constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
    const std::uint64_t fair = kMost - kMost % bound;  // above it, small results would be favoured
    std::uint64_t drawn = engine_();
    while (drawn >= fair) {
      drawn = engine_();
    }
    return drawn % bound;
  }

  /// In [0, 1), a multiple of 2^-53.
  double fraction() { return static_cast<double>(engine_() >> 11) * 0x1p-53; }

 private:
  std::mt19937_64 engine_;
};

}  // namespace orbbench::metrics
