#include "console/chart_window.hpp"

#include <algorithm>
#include <cmath>

namespace orbbench::console {
namespace {

// Zoomed in further there is nothing more to be seen.
constexpr double kLeastShare = 1e-6;
// A share of what is seen that is no more than rounding.
constexpr double kHardly = 1e-9;

}  // namespace

Range ChartWindow::seen(Range all, Scale /*scale*/) const {
  if (chosen_) {
    return *chosen_;
  }
  if (span_ <= 0 || all.length() <= span_) {
    return all;
  }
  return {all.to - span_, all.to};
}

void ChartWindow::zoom(double factor, double place, Range all, Scale scale) {
  const Range now = seen(all, scale);
  const double length = std::clamp(1 / factor, kLeastShare, 1 / kLeastShare);
  choose(value_at(place - place * length, now, scale),
         value_at(place + (1 - place) * length, now, scale), all, scale);
}

void ChartWindow::scroll(double share, Range all, Scale scale) {
  const Range now = seen(all, scale);
  const double least = place_of(all.from, now, scale);
  const double most = place_of(all.to, now, scale) - 1;
  const double moved = std::clamp(share, std::min(least, 0.0), std::max(most, 0.0));
  choose(value_at(moved, now, scale), value_at(1 + moved, now, scale), all, scale);
}

void ChartWindow::choose(double from, double to, Range all, Scale scale) {
  const Range wanted{std::max(from, all.from), std::min(to, all.to)};
  const bool everything = place_of(wanted.from, all, scale) <= kHardly &&
                          place_of(wanted.to, all, scale) >= 1 - kHardly;
  if (everything) {
    span_ = 0;
    chosen_.reset();
    return;
  }
  const bool at_latest = place_of(wanted.to, all, scale) >= 1 - kHardly;
  if (at_latest && scale == Scale::Linear) {
    span_ = wanted.length();
    chosen_.reset();
    return;
  }
  if (wanted.length() > kLeastShare * kHardly) {
    chosen_ = wanted;
  }
}

}  // namespace orbbench::console
