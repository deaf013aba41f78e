#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "soak/interval.hpp"
#include "soak/soak_plan.hpp"

namespace orbbench::bench {

/// A soak that workers share. Its duration is cut into stretches, and each stretch's rate among so
/// many generators: an item is one generator's part of one stretch, and has the ordinal stretch *
/// generators + generator.
struct SharedSoak {
  std::string core;     ///< as Endpoint::parse takes it
  std::string metrics;  ///< the core's page
  SoakPlan plan;        ///< of the whole: its intervals are the stretches
  std::size_t generators = 1;

  std::size_t items() const { return plan.intervals() * generators; }
  std::size_t stretch_of(std::size_t ordinal) const { return ordinal / generators; }

  /// What one item does, as a soak of one interval.
  SoakPlan plan_of_item(std::size_t ordinal) const;
};

/// A JSON document, as docs/shared_work.md describes it. Throws ConfigError, one line with the
/// place.
SharedSoak parse_shared_soak(const std::string& json);

/// What one item measured. The interval's index is the item's ordinal.
struct MeasuredItem {
  std::string worker;
  SoakInterval interval;
};

/// By stretch: the calls of all generators, merged exactly, with the latest look at the core, after
/// so many calls of the whole soak. A stretch of which an item is missing is left out.
std::vector<SoakInterval> merge_stretches(const SharedSoak& soak,
                                          const std::vector<MeasuredItem>& items);

/// Those stretches, from 0, whose generators were not at work at the same time, for half of the
/// stretch at the least: the rate was not the soak's there.
std::vector<std::size_t> stretches_apart(const SharedSoak& soak,
                                         const std::vector<MeasuredItem>& items);

}  // namespace orbbench::bench
