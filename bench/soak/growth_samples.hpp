#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "orbbench/metrics/growth.hpp"
#include "soak/soak_plan.hpp"
#include "soak/soak_record.hpp"

namespace orbbench::bench {

/// Of each sample beyond the warm-up: one number, for each 1,000 calls.
template <typename Value>
std::vector<metrics::GrowthSample> growth_samples(const SoakPlan& plan, const SoakRecord& record,
                                                  const Value& value) {
  std::vector<metrics::GrowthSample> samples;
  std::size_t life = 0;
  std::chrono::nanoseconds age{0};
  for (const IntervalSummary& interval : record.intervals()) {
    if (interval.life != life) {
      life = interval.life;
      age = std::chrono::nanoseconds(0);
    }
    age += interval.length;
    if (interval.core && age > plan.warm_up) {
      if (const std::optional<double> taken = value(*interval.core)) {
        samples.push_back({static_cast<double>(interval.core->calls) / 1000, *taken, life});
      }
    }
  }
  return samples;
}

}  // namespace orbbench::bench
