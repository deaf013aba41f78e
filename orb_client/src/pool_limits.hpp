#pragma once

#include <string>
#include <vector>

#include "orbbench/orb_client/connection_pool.hpp"

namespace orbbench::orb_client {

/// One line for each limit that cannot be.
std::vector<std::string> find_mistakes(const PoolLimits& limits);

}  // namespace orbbench::orb_client
