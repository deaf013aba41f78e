#include "console/widget_places.hpp"

namespace orbbench::console {
namespace {

constexpr int kColumns = 4;
constexpr int kGap = 12;

widget_bridge::Position place_of_cell(int cell) {
  return {kGap + cell % kColumns * (kUsualWidgetSize.width + kGap),
          kGap + cell / kColumns * (kUsualWidgetSize.height + kGap)};
}

}  // namespace

widget_bridge::Position WidgetPlaces::next() {
  while (true) {
    const widget_bridge::Position place = place_of_cell(cell_++);
    if (!taken_.contains({place.x, place.y})) {
      return place;
    }
  }
}

}  // namespace orbbench::console
