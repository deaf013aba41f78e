#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "orbbench/metrics/seeded_random.hpp"

namespace orbbench::metrics {

/// By how much of itself a value is carried into the next one, between 0 and 0.9: the coefficient
/// of a first-order autoregressive process. A change of level looks like a high one, so the lesser
/// of two estimates is taken that both withstand it: from differences (S. Chakar, E. Lebarbier,
/// C. Lévy-Leduc and S. Robin, 2017), and from what a split leaves over. The former is good for
/// many changes, and varies much; the latter varies little, and is good for one change.
double autocorrelation_of(std::span<const double> values, std::size_t shortest_part);

/// Series that are as much alike in distribution and autocorrelation as the values, and in which
/// nothing changes: their innovations in random order. Without autocorrelation, the values in
/// random order.
class ShuffledSeries {
 public:
  ShuffledSeries(std::span<const double> values, double autocorrelation);

  /// Good until the next call.
  std::span<const double> draw(SeededRandom& random);

 private:
  double carried_;
  double first_scale_;  ///< of the first value to its innovation
  std::vector<double> innovations_;
  std::vector<double> drawn_;
};

}  // namespace orbbench::metrics
