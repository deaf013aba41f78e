#pragma once

#include <cmath>
#include <numbers>
#include <vector>

#include "orbbench/metrics/block_bootstrap.hpp"
#include "orbbench/metrics/seeded_random.hpp"
#include "orbbench/metrics/stretched_durations.hpp"

namespace orbbench::tests {

/// Durations as two cores side by side have them: log-normal about 20 us, with a drift that both
/// share, disturbances that last and hit one of them, and a speed that differs from start to start.
class SimulatedCalls {
 public:
  struct Shape {
    double slowdown = 0;      ///< of the candidate: 0.05 is 5 %
    double start_spread = 0;  ///< standard deviation of the logarithm of each start's speed
    double disturbance =
        0;  ///< likewise, of what hits one of them; a stretch keeps 0.7 of the last
    std::size_t rounds = 10;
    std::size_t stretches = 10;  ///< of a round
    std::size_t calls = 50;      ///< of a stretch
  };
  using Stretches = std::vector<std::vector<metrics::StretchedDurations::Nanoseconds>>;

  SimulatedCalls(const Shape& shape, std::uint64_t seed) : random_(seed) {
    for (std::size_t round = 0; round < shape.rounds; ++round) {
      rounds.push_back({round * shape.stretches, shape.stretches});
      add_round(shape);
    }
  }

  std::vector<metrics::Round> rounds;
  Stretches baseline;
  Stretches candidate;

 private:
  void add_round(const Shape& shape) {
    const double speed_of_baseline = shape.start_spread * normal();
    const double speed_of_candidate = shape.start_spread * normal() + std::log1p(shape.slowdown);
    constexpr double kKept = 0.7;
    const double fresh = shape.disturbance * std::sqrt(1 - kKept * kKept);
    double drift = 0;
    double disturbance = 0;
    for (std::size_t i = 0; i < shape.stretches; ++i) {
      drift = 0.8 * drift + 0.1 * normal();
      disturbance = kKept * disturbance + fresh * normal();
      baseline.push_back(calls_at(drift + speed_of_baseline, shape.calls));
      candidate.push_back(calls_at(drift + disturbance + speed_of_candidate, shape.calls));
    }
  }

  std::vector<metrics::StretchedDurations::Nanoseconds> calls_at(double shift, std::size_t calls) {
    std::vector<metrics::StretchedDurations::Nanoseconds> durations;
    for (std::size_t i = 0; i < calls; ++i) {
      durations.push_back(static_cast<metrics::StretchedDurations::Nanoseconds>(
          20000 * std::exp(shift + 0.2 * normal())));
    }
    return durations;
  }

  // G. E. P. Box and M. E. Muller, 1958.
  double normal() {
    const double radius = std::sqrt(-2 * std::log(1 - random_.fraction()));
    return radius * std::cos(2 * std::numbers::pi * random_.fraction());
  }

  metrics::SeededRandom random_;
};

}  // namespace orbbench::tests
