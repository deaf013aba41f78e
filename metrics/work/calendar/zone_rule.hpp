#pragma once

#include <string>
#include <vector>

#include "time_zone.hpp"

namespace orbbench::work {

/// Appends what a footer such as CET-1CEST,M3.5.0,M10.5.0/3 says of the years after the last
/// change, up to 2200 (POSIX.1-2017, section 8.3, TZ, in the form that RFC 8536 allows and the tz
/// database uses). Throws CalendarError, with the zone's name, for one that is not understood.
void append_changes(std::vector<TimeZone::Change>& changes, const std::string& footer,
                    const std::string& zone);

}  // namespace orbbench::work
