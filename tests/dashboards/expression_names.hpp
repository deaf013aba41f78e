#pragma once

#include <set>
#include <string>
#include <vector>

namespace orbbench::tests {

/// One choice of series in a PromQL expression, such as up{job="orb-core"}.
struct Selector {
  std::string metric;
  std::string text;              ///< all of it, as it stands
  std::set<std::string> labels;  ///< those that it asks for
};

/// What a PromQL expression names.
struct ExpressionNames {
  std::vector<Selector> selectors;
  std::set<std::string> grouping;  ///< labels in by, without, on, ignoring and so on
};

/// Throws std::runtime_error for what it cannot read. Reads names and no more: promtool and
/// Prometheus say whether the expression is one.
ExpressionNames read_names(const std::string& expression);

/// The same for the query of a Grafana variable: label_values(selector, label).
ExpressionNames read_variable_names(const std::string& query);

}  // namespace orbbench::tests
