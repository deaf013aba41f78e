#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "checks/result.hpp"
#include "gate/fingerprint_difference.hpp"
#include "orbbench/store/figure_series.hpp"

namespace orbbench::gate {

/// What a figure differed by from one kept run to the next.
struct RunSpread {
  double log_deviation = 0;  ///< standard deviation of its natural logarithm; 0: not known
  std::size_t runs = 0;      ///< that it was estimated from
};

/// Of the latest runs of that check at the same offered load on this machine, 20 at the most: by
/// their median absolute deviation (F. R. Hampel, 1974), for which a change amid them, or a few odd
/// ones, are no spread. Not known from fewer than five.
RunSpread spread_of(const std::string& figure, const bench::CheckResult& check,
                    const std::vector<store::FigureSeries>& kept, const Fingerprint& here);

}  // namespace orbbench::gate
