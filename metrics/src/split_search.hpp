#pragma once

#include <cstddef>
#include <span>

namespace orbbench::metrics {

/// Where a series falls into two parts the most.
struct Split {
  std::size_t place = 0;  ///< of the first value of the second part
  double score = 0;       ///< not comparable between methods
};

/// Finds the split of which the first part begins at the first value, and the second one ends where
/// it shows the most: so that a change that is taken back later is seen. Neither is shorter than
/// `shortest`. A score of 0 where there is none.
using FindSplit = Split (*)(std::span<const double> values, std::size_t shortest);

/// By the energy distance of the parts (D. S. Matteson and N. A. James, 2014, 2.2).
Split find_energy_split(std::span<const double> values, std::size_t shortest);

/// By the statistic of H. B. Mann and D. R. Whitney (1947), by how seldom it is that far off.
Split find_rank_split(std::span<const double> values, std::size_t shortest);

}  // namespace orbbench::metrics
