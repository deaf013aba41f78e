#include "due_instants.hpp"

#include <algorithm>

namespace orbbench::work {
namespace {

using namespace std::chrono;

// Clocks have not been changed by more at once since 2012. Across a change the order of local times
// is not that of instants: so far around a time another one may come before it.
constexpr hours kGreatestChange{3};

}  // namespace

std::optional<sys_seconds> next_instant(const LocalTimes& times, const TimeZone& zone,
                                        sys_seconds after) {
  std::optional<sys_seconds> best;
  auto time = times.at_or_after(zone.local(after) - kGreatestChange);
  while (time && (!best || *time <= zone.local(*best) + kGreatestChange)) {
    std::vector<sys_seconds> instants = zone.instants(*time);
    if (!times.has_open_hours()) {
      instants.resize(1);
    }
    for (const sys_seconds instant : instants) {
      if (instant > after) {
        best = std::min(best.value_or(instant), instant);
      }
    }
    time = times.at_or_after(*time + seconds(1));
  }
  return best;
}

}  // namespace orbbench::work
