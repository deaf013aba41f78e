#include "report/latency_table.hpp"

#include <utility>
#include <vector>

#include "report/reports.hpp"
#include "report/run_contents.hpp"

namespace orbbench::bench {
namespace {

using Columns = std::vector<std::pair<const char*, const char*>>;

const Columns& all_columns() {
  static const Columns columns{{"p50 (\xC2\xB5s)", "latency_us_p50"},
                               {"p90 (\xC2\xB5s)", "latency_us_p90"},
                               {"p99 (\xC2\xB5s)", "latency_us_p99"},
                               {"p99.9 (\xC2\xB5s)", "latency_us_p999"},
                               {"max (\xC2\xB5s)", "latency_us_max"},
                               {"floor p50 (\xC2\xB5s)", "floor_us_p50"},
                               {"p50 / floor", "ratio_to_floor_p50"},
                               {"p99 / floor", "ratio_to_floor_p99"},
                               {"lateness p99 (\xC2\xB5s)", "lateness_us_p99"},
                               {"offered (1/s)", "offered_calls_per_second"},
                               {"achieved (1/s)", "achieved_calls_per_second"},
                               {"calls", "calls"},
                               {"errors", "errors"}};
  return columns;
}

std::vector<std::string> checks_with_latency(const store::StoredRun& run) {
  std::vector<std::string> checks;
  for (const LatencyGroup& group : latency_groups(run)) {
    checks.insert(checks.end(), group.checks.begin(), group.checks.end());
  }
  return checks;
}

}  // namespace

store::StoredTable latency_table(const store::StoredRun& run) {
  store::StoredTable table{{}, "latency", {"check"}, {}};
  const std::vector<std::string> checks = checks_with_latency(run);
  for (const std::string& check : checks) {
    table.rows.push_back({check});
  }
  for (const auto& [column, figure] : all_columns()) {
    std::vector<std::string> cells;
    bool present = false;
    for (const std::string& check : checks) {
      const auto value = find_figure(run, check, figure);
      present = present || value.has_value();
      cells.push_back(value ? number_text(*value) : "");
    }
    if (!present) {
      continue;
    }
    table.columns.emplace_back(column);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      table.rows[i].push_back(std::move(cells[i]));
    }
  }
  return table;
}

}  // namespace orbbench::bench
