#pragma once

#include <optional>

#include "orbbench/metrics/growth.hpp"
#include "soak/soak_plan.hpp"
#include "soak/soak_record.hpp"

namespace orbbench::bench {

/// By what p99 was multiplied from the beginning of a soak to its end, and within which bounds: 1
/// for one that stayed.
struct Drift {
  double ratio = 1;
  double low = 1;
  double high = 1;
};

/// The drift of p99 as it was seen; and what of it is left when the noise that the floor beside it
/// shared is taken out.
struct LatencyDrift {
  Drift seen;
  double floor_weight = 0;            ///< the floor's part in the movements of log p99, 0 to 1
  std::optional<Drift> beside_floor;  ///< none where an interval has no floor, or it tells nothing
};

enum class DriftVerdict {
  Steady,    ///< within the limit
  Drifting,  ///< beyond it
  Machine,   ///< beyond it, but the floor beside it explains that
  Unclear    ///< the intervals do not tell
};

/// Nothing where fewer than metrics::kFewestGrowthSamples intervals are beyond the warm-up.
std::optional<LatencyDrift> estimate_drift(const SoakPlan& plan, const SoakRecord& record);

/// `limit` is of the ratio. A core drifts where what is left beside the floor does, and p99 went up
/// as it was seen, too: a floor that came down is no fault of the core's. It is steady where either
/// is, unless p99 went up beyond doubt.
DriftVerdict judge_drift(const LatencyDrift& drift, double limit);

}  // namespace orbbench::bench
