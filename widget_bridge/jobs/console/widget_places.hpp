#pragma once

#include <set>
#include <utility>

#include "orbbench/widget_bridge/widget.hpp"

namespace orbbench::console {

inline constexpr widget_bridge::Size kUsualWidgetSize{180, 108};

/// The places of new widgets on the board: a grid filled row by row, past those that are taken.
class WidgetPlaces {
 public:
  void take(const widget_bridge::Position& place) { taken_.emplace(place.x, place.y); }
  /// Another one each time.
  widget_bridge::Position next();

 private:
  std::set<std::pair<int, int>> taken_;
  int cell_ = 0;
};

}  // namespace orbbench::console
