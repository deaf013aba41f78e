#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <variant>
#include <vector>

namespace orbbench::bench {

/// When calls are due, all lanes together. Rates are calls per second and above 0.
struct ConstantArrivals {
  double rate = 0;
};

/// Independent arrivals at a mean rate: exponential gaps.
struct PoissonArrivals {
  double rate = 0;
};

/// The rate changes evenly over the whole duration.
struct RampArrivals {
  double from = 0;
  double to = 0;
};

/// Equally long steps, each at its own rate.
struct StepArrivals {
  std::vector<double> rates;
};

using ArrivalProcess = std::variant<ConstantArrivals, PoissonArrivals, RampArrivals, StepArrivals>;

/// Of a load whose first call may be due at 0 and whose last is due before `duration`.
struct Arrivals {
  ArrivalProcess process;
  std::chrono::nanoseconds duration{0};
  std::uint64_t seed = 1;  ///< of PoissonArrivals

  /// How many calls are to be expected; exact but for PoissonArrivals.
  double expected_calls() const;
  /// Calls per second at the most; of PoissonArrivals the mean rate.
  double peak_rate() const;
  /// The same, at so many times each rate.
  Arrivals scaled(double factor) const;
};

/// Gives one due time after the other, ascending; of `duration` or more when there is none left.
using DueTimes = std::function<std::chrono::nanoseconds()>;

/// Those of one of `lanes` lanes: each `lanes`th call; of PoissonArrivals a process of its own,
/// which together with the others' is one of the whole rate.
DueTimes due_times(const Arrivals& arrivals, std::size_t lane, std::size_t lanes);

}  // namespace orbbench::bench
