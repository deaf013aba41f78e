#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "orbbench/metrics/change_points.hpp"
#include "orbbench/store/results_store.hpp"

namespace orbbench::bench {

/// What was another on both sides of a change: a kernel, a package. Empty where it was unknown.
struct FingerprintChange {
  std::string key;
  std::string before;
  std::string after;
};

/// A change of a figure, with the runs about it.
struct FigureChange {
  metrics::ChangePoint point;
  store::FigureOfRun last_before;
  store::FigureOfRun first_after;
  store::FigureOfRun earliest;  ///< the first run after it is one from this
  store::FigureOfRun latest;    ///< to this
  std::size_t possible_runs = 1;
  std::vector<FingerprintChange> also_changed;  ///< from the run before `earliest` to `latest`
};

struct SeriesChanges {
  store::FigureSeries series;  ///< without the runs that were left out
  std::size_t left_out = 0;    ///< runs whose figure is not above zero
  bool enough_runs = false;
  std::vector<FigureChange> changes;
};

/// The changes in each of the series, which are taken from the store.
std::vector<SeriesChanges> find_changes(store::ResultsStore& store, const store::SeriesQuery& query,
                                        const metrics::ChangePointSearch& search);

/// By key. How the core was reached is no difference: a private one is somewhere else each time.
std::vector<FingerprintChange> differences(const std::map<std::string, std::string>& before,
                                           const std::map<std::string, std::string>& after);

}  // namespace orbbench::bench
