#include "load/capacity.hpp"

#include <algorithm>
#include <cmath>

namespace orbbench::bench {

double search_capacity(const CapacitySearch& search, const CarriesRate& carries) {
  if (!carries(search.lowest)) {
    return 0;
  }
  double carried = search.lowest;
  double refused = 0;
  while (refused == 0 && carried < search.highest) {
    const double next = std::min(2 * carried, search.highest);
    (carries(next) ? carried : refused) = next;
  }
  while (refused > carried * (1 + search.precision)) {
    const double between = std::round(std::sqrt(carried * refused));
    (carries(between) ? carried : refused) = between;
  }
  return carried;
}

}  // namespace orbbench::bench
