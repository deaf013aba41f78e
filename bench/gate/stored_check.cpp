#include "gate/stored_check.hpp"

#include <algorithm>

namespace orbbench::gate {
namespace {

using bench::CheckResult;
using bench::Verdict;

Verdict verdict_named(const std::string& text) {
  for (const Verdict verdict : {Verdict::Pass, Verdict::Inconclusive, Verdict::Fail}) {
    if (text == bench::to_string(verdict)) {
      return verdict;
    }
  }
  return Verdict::Invalid;
}

}  // namespace

std::optional<CheckResult> check_of(const store::StoredRun& run, const std::string& name) {
  const auto found = std::ranges::find(run.checks, name, &store::StoredCheck::name);
  if (found == run.checks.end()) {
    return std::nullopt;
  }
  CheckResult check{name, verdict_named(found->verdict), found->summary, {}, found->evidence};
  for (const store::StoredFigure& figure : run.figures) {
    if (figure.check == name) {
      check.figures.push_back({figure.name, figure.value});
    }
  }
  for (const store::StoredTable& table : run.tables) {
    if (table.check == name) {
      check.tables.push_back({table.name, table.columns, table.rows});
    }
  }
  for (const store::StoredHistogram& histogram : run.histograms) {
    if (histogram.name.starts_with(name + "/")) {
      check.histograms.push_back({histogram.name.substr(name.size() + 1), histogram.octets});
    }
  }
  return check;
}

}  // namespace orbbench::gate
