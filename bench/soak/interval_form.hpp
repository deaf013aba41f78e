#pragma once

#include <optional>
#include <string>

#include "orbbench/store/stored_run.hpp"
#include "soak/interval.hpp"

namespace orbbench::bench {

inline constexpr const char* kIntervalKind = "soak.interval";
inline constexpr const char* kPlanKind = "soak.plan";
inline constexpr const char* kSoakKind = "soak";

/// The id of a part of a soak ("plan", "interval 12"): the same whoever works it out, so that what
/// is written twice is stored once, and a soak that is resumed finds its intervals by counting.
std::string id_within(const std::string& soak, const std::string& part);
std::string interval_id(const std::string& soak, std::size_t index);

/// An interval as a run of its own.
store::StoredRun stored_form(const SoakInterval& interval, const std::string& soak);

/// That again, times to within 0.1 %, as the histograms keep them. Throws
/// RunFormatError for a run that is none.
SoakInterval read_interval(const store::StoredRun& run);

}  // namespace orbbench::bench
