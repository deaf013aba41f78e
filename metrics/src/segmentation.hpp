#pragma once

#include <span>
#include <vector>

#include "orbbench/metrics/change_points.hpp"
#include "split_search.hpp"

namespace orbbench::metrics {

/// The changes that one method sees, in their order: the series is split where it shows the most,
/// and each part anew, for as long as fewer of the shuffled series than the level allows show as
/// much.
std::vector<ChangeVote> find_changes(std::span<const double> values, double autocorrelation,
                                     FindSplit find_split, const ChangePointSearch& search);

}  // namespace orbbench::metrics
