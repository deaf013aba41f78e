#pragma once

#include <optional>
#include <string>
#include <vector>

#include "console/run_book.hpp"

namespace orbbench::console {

/// A run in the results store, as `orbbench history --json` lists it.
struct KeptRun {
  std::string id;
  std::string kind;
  std::string started_at;  ///< UTC, ISO 8601
  std::string verdict;
  std::string commit;
};

/// Throws std::exception, in one line, for what is no such list.
std::vector<KeptRun> parse_history(const std::string& text);

/// The checks of a run as `orbbench history --run` prints it. Throws std::exception, in one line,
/// for what is no run.
std::vector<CheckResult> parse_kept_run(const std::string& text);

/// A figure of two runs.
struct FigurePair {
  std::string check;
  std::string figure;  ///< its unit is the end of its name
  std::optional<double> first;
  std::optional<double> second;
  /// The second over the first; nothing where either is missing, or the first is 0.
  std::optional<double> ratio() const;
};

/// All figures that either of them has, by check and name.
std::vector<FigurePair> side_by_side(const std::vector<CheckResult>& first,
                                     const std::vector<CheckResult>& second);

}  // namespace orbbench::console
