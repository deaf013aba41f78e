#include "results/stored_form.hpp"

#include <algorithm>
#include <array>
#include <sstream>

#include "results/fingerprint.hpp"

namespace orbbench::bench {

std::string unit_of(const std::string& figure) {
  constexpr std::array<const char*, 12> kUnits{"ns",      "us",      "ms",     "s",
                                               "seconds", "percent", "octets", "bytes",
                                               "kib",     "mib",     "total",  "ratio"};
  std::istringstream words(figure);
  std::string unit;
  for (std::string word; std::getline(words, word, '_');) {
    if (std::ranges::find(kUnits, word) != kUnits.end()) {
      unit = word;
    }
  }
  return unit;
}

store::StoredRun stored_form(const RunResult& run, const std::string& kind) {
  store::StoredRun stored;
  stored.uuid = run.id.empty() ? store::make_uuid() : run.id;
  stored.kind = kind;
  stored.started = store::parse_instant(run.started_at);
  stored.verdict = to_string(run.verdict());
  stored.commit = commit_under_measurement();
  stored.fingerprint = machine_fingerprint();
  stored.fingerprint["core"] = run.core;
  for (const CheckResult& check : run.checks) {
    stored.checks.push_back({check.name, to_string(check.verdict), check.summary, check.evidence});
    for (const Figure& figure : check.figures) {
      stored.figures.push_back({check.name, figure.name, unit_of(figure.name), figure.value});
    }
    for (const EncodedHistogram& histogram : check.histograms) {
      stored.histograms.push_back({check.name + "/" + histogram.name, histogram.octets});
    }
    for (const Table& table : check.tables) {
      stored.tables.push_back({check.name, table.name, table.columns, table.rows});
    }
  }
  if (!run.not_run.empty()) {
    store::StoredTable not_run{"", "not_run", {"check", "reason"}, {}};
    for (const NotRun& check : run.not_run) {
      not_run.rows.push_back({check.name, check.reason});
    }
    stored.tables.push_back(not_run);
  }
  stored.figures.push_back({"", "duration_seconds", "seconds", run.duration_seconds});
  return stored;
}

}  // namespace orbbench::bench
