#pragma once

#include <functional>

namespace orbbench::bench {

/// Whether a rate, in calls per second, was carried within the limit.
using CarriesRate = std::function<bool(double)>;

struct CapacitySearch {
  double lowest = 100;      ///< calls per second; above 0
  double highest = 1e5;     ///< not tried beyond
  double precision = 0.05;  ///< share of the rate at which the search ends
};

/// The highest rate that is carried, to the precision: doubles until one is not, then halves the
/// gap (geometrically). 0 when the lowest is not carried. Takes carried rates to be those below one
/// bound; a rate that a disturbance spoils is taken for too high.
double search_capacity(const CapacitySearch& search, const CarriesRate& carries);

}  // namespace orbbench::bench
