#pragma once

#include "orbbench/orb_client/interface_catalogue.hpp"

namespace orbbench::orb_client {

/// What the back end of omniidl makes of dynamic_types.idl.
const InterfaceCatalogue& odd_catalogue();

}  // namespace orbbench::orb_client
