#pragma once

#include <string>

#include "faults/fault_proxy.hpp"

namespace orbbench::faults {

/// The statistics in the Prometheus text format 0.0.4. Faults of one name are counted together.
std::string metrics_page(const ProxyStatistics& statistics);

}  // namespace orbbench::faults
