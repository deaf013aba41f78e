#pragma once

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "micro/comparison/benchmark_file.hpp"
#include "orbbench/metrics/seeded_random.hpp"

namespace orbbench::micro {

/// Times as a quiet machine has them: close together, and some of them longer by far. `spread` is
/// about their relative standard deviation.
inline std::vector<double> made_times(metrics::SeededRandom& random, double typical, double spread,
                                      std::size_t count) {
  std::vector<double> times;
  for (std::size_t i = 0; i < count; ++i) {
    // A sum of uniform numbers is near a normal one, and the same on every platform.
    double sum = 0;
    for (int part = 0; part < 12; ++part) {
      sum += random.fraction() - 0.5;
    }
    const double outlier = random.below(20) == 0 ? 3 * spread : 0;
    times.push_back(typical * std::exp(spread * sum + outlier));
  }
  return times;
}

struct MadeRun {
  std::size_t benchmarks = 20;
  std::size_t repetitions = 10;
  double spread = 0.02;
  double factor = 1;  ///< of all times
};

inline std::string made_name(std::size_t number) {
  return "made/" + std::to_string(number);
}

inline BenchmarkRun made_run(metrics::SeededRandom& random, const MadeRun& settings) {
  BenchmarkRun run;
  for (std::size_t i = 0; i < settings.benchmarks; ++i) {
    BenchmarkTimes times;
    const double typical = 100 * static_cast<double>(i + 1) * settings.factor;
    times.nanoseconds = made_times(random, typical, settings.spread, settings.repetitions);
    for (const double time : times.nanoseconds) {
      times.over_floor.push_back(time / 50);
    }
    run.benchmarks[made_name(i)] = times;
  }
  run.fingerprint = {{"processor", "a processor"}, {"processors", "2"}, {"orbbench", "1"}};
  return run;
}

/// The same benchmark, slower.
inline void slow_down(BenchmarkTimes& times, double factor) {
  for (auto* values : {&times.nanoseconds, &times.over_floor}) {
    for (double& value : *values) {
      value *= factor;
    }
  }
}

}  // namespace orbbench::micro
