#pragma once

#include <string>
#include <vector>

#include "checks/result.hpp"
#include "orbbench/metrics/non_inferiority.hpp"

namespace orbbench::bench {

/// What a check makes of a figure.
Verdict verdict_of(metrics::NonInferiority decision);

/// How a figure of a candidate stands to the baseline's, and what was made of it.
struct RatioRow {
  std::string figure;  ///< "p50", "p99 over the floor"
  double baseline = 0;
  double candidate = 0;
  double ratio = 1;
  double low = 1;
  double high = 1;
  double limit = 1;  ///< the largest ratio that is let pass
  Verdict verdict = Verdict::Invalid;
};

/// Table "ratios": one row for each, with its numbers to the last digit.
Table ratio_table(const std::vector<RatioRow>& rows);

}  // namespace orbbench::bench
