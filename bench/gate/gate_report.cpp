#include "gate/gate_report.hpp"

#include <algorithm>
#include <cstdio>
#include <utility>

namespace orbbench::gate {
namespace {

using bench::CheckResult;
using bench::RatioRow;
using bench::Verdict;

/// "p50 +0.4 % (-0.1 % to +0.9 %; limit +5.0 %)"
std::string describe(const RatioRow& row) {
  return row.figure + " " + percent(row.ratio) + " (" + percent(row.low) + " to " +
         percent(row.high) + "; limit " + percent(row.limit) + ")";
}

void add_figures(const RatioRow& row, CheckResult& result) {
  result.figures.push_back({"ratio_" + row.figure, row.ratio});
  result.figures.push_back({"ratio_low_" + row.figure, row.low});
  result.figures.push_back({"ratio_high_" + row.figure, row.high});
  result.figures.push_back({"limit_" + row.figure, row.limit});
}

}  // namespace

std::string percent(double ratio) {
  char text[32];
  std::snprintf(text, sizeof text, "%+.1f %%", 100 * (ratio - 1));
  return text;
}

std::optional<double> figure_of(const CheckResult& check, const std::string& name) {
  const auto found = std::ranges::find(check.figures, name, &bench::Figure::name);
  return found != check.figures.end() ? std::optional(found->value) : std::nullopt;
}

void GateReport::add(const Row& row, const metrics::RatioEstimate& estimate) {
  const auto interval = estimate.interval(confidence_);
  const double limit = 1 + row.margin;
  const Verdict verdict = bench::verdict_of(metrics::judge_non_inferiority(interval, limit));
  rows_.push_back({row.name, figure_of(baseline_, row.figure).value_or(0),
                   figure_of(candidate_, row.figure).value_or(0), estimate.ratio, interval.low,
                   interval.high, limit, verdict});
  bearings_.push_back(row.bearing);
}

void GateReport::doubt(const std::string& reason) {
  rows_.back().verdict = Verdict::Inconclusive;
  evidence_.push_back(rows_.back().figure + ": " + reason);
}

void GateReport::doubt_all(Verdict verdict, const std::string& reason) {
  evidence_.push_back(reason);
  for (RatioRow& row : rows_) {
    row.verdict = row.verdict == verdict ? Verdict::Inconclusive : row.verdict;
  }
}

CheckResult GateReport::result(std::string name) const {
  CheckResult result{std::move(name), Verdict::Pass, {}, {}, evidence_};
  std::size_t gating = 0;
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    add_figures(rows_[i], result);
    if (bearings_[i] == Bearing::Shown) {
      continue;
    }
    ++gating;
    result.verdict = std::max(result.verdict, rows_[i].verdict);
    result.summary += (result.summary.empty() ? "" : "; ") + describe(rows_[i]);
    if (rows_[i].verdict == Verdict::Fail) {
      result.evidence.push_back(rows_[i].figure +
                                " is worse than its margin allows: " + describe(rows_[i]));
    }
  }
  if (gating == 0) {
    result.verdict = Verdict::Inconclusive;
    result.summary = "nothing is left to judge by: there is no floor, and times do not count";
  }
  add_table(result);
  return result;
}

void GateReport::add_table(CheckResult& result) const {
  bench::Table table = bench::ratio_table(rows_);
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    if (bearings_[i] == Bearing::Shown) {
      table.rows[i].back() = "shown";
    }
  }
  result.tables.push_back(std::move(table));
}

}  // namespace orbbench::gate
