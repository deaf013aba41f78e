#pragma once

#include <string>
#include <vector>

#include "checks/result.hpp"
#include "checks/witness/observation.hpp"

namespace orbbench::bench {

/// The copies of released secrets of one path, time and kind of place.
struct PlaceRow {
  std::string path;
  std::string time;   ///< "held", or milliseconds since the release
  std::string place;  ///< "main heap", "ORB buffer on the stack", ...
  std::size_t copies = 0;
  std::uint64_t octets = 0;
  std::string example;  ///< one of them in full
};

std::vector<PlaceRow> place_rows(const WitnessObservation& seen);

/// The rows of the exposure table that a result carries.
Table exposure_table(const WitnessObservation& seen);

/// The rows as columns of text.
std::string places_table(const WitnessObservation& seen);

}  // namespace orbbench::bench
