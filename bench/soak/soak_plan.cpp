#include "soak/soak_plan.hpp"

namespace orbbench::bench {

std::size_t SoakPlan::intervals() const {
  const auto& duration = scenario.arrivals.duration;
  return static_cast<std::size_t>((duration + interval - std::chrono::nanoseconds(1)) / interval);
}

}  // namespace orbbench::bench
