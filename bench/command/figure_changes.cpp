#include "figure_changes.hpp"

#include <cmath>
#include <set>
#include <utility>

namespace orbbench::bench {
namespace {

std::string value_of(const std::map<std::string, std::string>& fingerprint,
                     const std::string& key) {
  const auto entry = fingerprint.find(key);
  return entry == fingerprint.end() ? "" : entry->second;
}

/// Retention may have removed the run meanwhile.
std::map<std::string, std::string> fingerprint_of(store::ResultsStore& store,
                                                  const std::string& uuid) {
  const auto run = store.load(uuid);
  return run ? run->fingerprint : std::map<std::string, std::string>{};
}

FigureChange with_runs(const metrics::ChangePoint& point,
                       const std::vector<store::FigureOfRun>& runs, store::ResultsStore& store) {
  FigureChange change;
  change.point = point;
  change.last_before = runs[point.place - 1];
  change.first_after = runs[point.place];
  change.earliest = runs[point.earliest];
  change.latest = runs[point.latest];
  change.possible_runs = point.latest - point.earliest + 1;
  change.also_changed = differences(fingerprint_of(store, runs[point.earliest - 1].uuid),
                                    fingerprint_of(store, change.latest.uuid));
  return change;
}

SeriesChanges changes_of(store::FigureSeries series, store::ResultsStore& store,
                         const metrics::ChangePointSearch& search) {
  SeriesChanges result;
  result.left_out = std::erase_if(series.runs, [](const store::FigureOfRun& run) {
    return !(run.value > 0) || std::isinf(run.value);
  });
  std::vector<double> values;
  for (const store::FigureOfRun& run : series.runs) {
    values.push_back(run.value);
  }
  result.enough_runs = values.size() >= metrics::fewest_values(search);
  for (const metrics::ChangePoint& point : metrics::find_change_points(values, search)) {
    result.changes.push_back(with_runs(point, series.runs, store));
  }
  result.series = std::move(series);
  return result;
}

}  // namespace

std::vector<SeriesChanges> find_changes(store::ResultsStore& store, const store::SeriesQuery& query,
                                        const metrics::ChangePointSearch& search) {
  std::vector<SeriesChanges> all;
  for (store::FigureSeries& series : store.figure_series(query)) {
    all.push_back(changes_of(std::move(series), store, search));
  }
  return all;
}

std::vector<FingerprintChange> differences(const std::map<std::string, std::string>& before,
                                           const std::map<std::string, std::string>& after) {
  std::set<std::string> keys;
  for (const auto* fingerprint : {&before, &after}) {
    for (const auto& entry : *fingerprint) {
      keys.insert(entry.first);
    }
  }
  keys.erase("core");
  std::vector<FingerprintChange> changes;
  for (const std::string& key : keys) {
    FingerprintChange change{key, value_of(before, key), value_of(after, key)};
    if (change.before != change.after) {
      changes.push_back(std::move(change));
    }
  }
  return changes;
}

}  // namespace orbbench::bench
