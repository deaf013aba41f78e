#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "console/chart.hpp"

namespace orbbench::console {

/// As few points as look the same on `columns` columns of pixels: of those that fall into one
/// column the first, the least, the largest and the last one, in their order, so that no peak is
/// lost; a gap stays a gap. Those next to the range on both sides are kept, so that a line goes on
/// to the edge. At most 4 * columns + 2 points and as many gaps.
std::vector<ChartPoint> decimate(std::span<const ChartPoint> points, Range x, Scale scale,
                                 std::size_t columns);

}  // namespace orbbench::console
