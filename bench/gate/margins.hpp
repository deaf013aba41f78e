#pragma once

#include <string>
#include <vector>

namespace orbbench::gate {

/// By which share a quantile may be worse: 0.05 is 5 %.
struct QuantileMargin {
  std::string quantile;  ///< "p50"
  double share = 0.5;
  double margin = 0;
};

/// What the gate lets pass.
struct Margins {
  /// The quantiles that gate, in ascending order; each one's margin is for the time and for its
  /// ratio to the floor.
  std::vector<QuantileMargin> quantiles{
      {"p50", 0.5, 0.05}, {"p95", 0.95, 0.20}, {"p99", 0.99, 0.25}};
  double error_rate = 0.001;
};

/// The usual ones with these in their place: "p50=0.05", of p50, p90, p95, p99, p999 and errors.
/// Throws ConfigError for what is none.
Margins margins_with(const std::vector<std::string>& changes);

}  // namespace orbbench::gate
