#pragma once

#include <string>
#include <vector>

#include "orbbench/orb_client/core_lane.hpp"

namespace orbbench::selfcheck {

/// The sites of the reference core that a fault at this one breaks as well: with an object that is
/// not ended stays what it owns. Faults that end the object have none.
const std::vector<std::string>& consequences_of(orb_client::FaultKind fault,
                                                const std::string& site);

}  // namespace orbbench::selfcheck
