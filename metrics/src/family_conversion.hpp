#pragma once

#include <prometheus/metric_family.h>

#include "orbbench/metrics/endpoint.hpp"

namespace orbbench::metrics {

/// What prometheus-cpp serves for a family, in the same order.
prometheus::MetricFamily to_prometheus(const ServedFamily& served);

}  // namespace orbbench::metrics
