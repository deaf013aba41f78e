#pragma once

#include <string>
#include <vector>

#include "time_zone.hpp"

namespace orbbench::work {

/// Reads a file of the tz database (RFC 8536, version 2 and later) with what its footer says of the
/// years to come. Throws CalendarError, with the zone's name, if it is none.
std::vector<TimeZone::Change> read_zone_file(const std::string& octets, const std::string& zone);

}  // namespace orbbench::work
