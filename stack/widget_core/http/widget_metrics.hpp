#pragma once

#include <vector>

#include "orbbench/metrics/endpoint.hpp"
#include "work/parts.hpp"

namespace orbbench::widget_core {

/// The gauges of the database pool, the cache and the controls, beside what the service counts.
void declare_gauges(Parts& parts);

/// The service's page, with the counts of the ORB client.
std::vector<metrics::ServedFamily> collect_metrics(const Parts& parts);

}  // namespace orbbench::widget_core
