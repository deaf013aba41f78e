#include "console/decimation.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace orbbench::console {
namespace {

// One column's points, as few as show it.
class ColumnExtremes {
 public:
  bool empty() const { return count_ == 0; }

  void take(const ChartPoint& point) {
    const Kept kept{point, count_++};
    if (kept.order == 0) {
      first_ = least_ = largest_ = kept;
    }
    last_ = kept;
    if (point.y < least_.point.y) {
      least_ = kept;
    }
    if (point.y > largest_.point.y) {
      largest_ = kept;
    }
  }

  void flush(std::vector<ChartPoint>& out) {
    if (empty()) {
      return;
    }
    std::array<Kept, 4> kept{first_, least_, largest_, last_};
    std::ranges::sort(kept, {}, &Kept::order);
    const auto repeated =
        std::unique(kept.begin(), kept.end(),
                    [](const Kept& one, const Kept& other) { return one.order == other.order; });
    for (auto each = kept.begin(); each != repeated; ++each) {
      out.push_back(each->point);
    }
    count_ = 0;
  }

 private:
  struct Kept {
    ChartPoint point;
    std::size_t order = 0;
  };
  Kept first_;
  Kept least_;
  Kept largest_;
  Kept last_;
  std::size_t count_ = 0;
};

}  // namespace

std::vector<ChartPoint> decimate(std::span<const ChartPoint> points, Range x, Scale scale,
                                 std::size_t columns) {
  auto first = std::ranges::lower_bound(points, x.from, {}, &ChartPoint::x);
  auto last = std::ranges::upper_bound(points, x.to, {}, &ChartPoint::x);
  first -= first == points.begin() ? 0 : 1;
  last += last == points.end() ? 0 : 1;
  std::vector<ChartPoint> out;
  ColumnExtremes column;
  double current = 0;
  for (auto point = first; point != last; ++point) {
    const double own =
        std::floor(place_of(point->x, x, scale) * static_cast<double>(std::max(columns, 1UL)));
    if (own != current || !std::isfinite(point->y)) {
      column.flush(out);
      current = own;
    }
    if (std::isfinite(point->y)) {
      column.take(*point);
    } else if (!out.empty() && std::isfinite(out.back().y)) {
      out.push_back(*point);
    }
  }
  column.flush(out);
  return out;
}

}  // namespace orbbench::console
