#pragma once

#include <vector>

#include "orbbench/metrics/endpoint.hpp"

namespace orbbench::tests {

/// The metrics of a soak that is under way, by the names that `orbbench soak` exposes. It stands
/// in for that command, which is to be scraped itself as soon as there is one.
std::vector<metrics::ServedFamily> soak_page();

}  // namespace orbbench::tests
