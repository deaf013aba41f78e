#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "orbbench/store/stored_run.hpp"

namespace orbbench::store {

struct SeriesQuery {
  std::string kind = "latency";
  std::string check = {};            ///< empty: of every check
  std::vector<std::string> figures;  ///< their names, without commas
  std::size_t limit = 500;           ///< so many of the latest runs for each series
};

struct FigureOfRun {
  std::string uuid;
  Instant started;
  std::string commit;
  double value = 0;
  bool operator==(const FigureOfRun&) const = default;
};

/// A figure of one check over the runs that compare: made by equal builds on equal machines, at the
/// same offered load.
struct FigureSeries {
  std::string check;
  std::string figure;
  std::string unit;
  std::optional<double> offered_calls_per_second;  ///< absent: the check has no such figure
  std::map<std::string, std::string> machine;  ///< processor, processors, build; as far as known
  std::vector<FigureOfRun> runs;               ///< the oldest first; at least one
};

}  // namespace orbbench::store
