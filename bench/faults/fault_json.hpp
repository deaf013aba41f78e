#pragma once

#include <nlohmann/json_fwd.hpp>

#include "faults/fault_proxy.hpp"

namespace orbbench::faults {

/// The fault with the keys of a plan file, what became of it, and "no_effect".
nlohmann::ordered_json to_json(const FaultStatistics& statistics);

/// The proxy's counters, and "faults".
nlohmann::ordered_json to_json(const ProxyStatistics& statistics);

}  // namespace orbbench::faults
