#pragma once

#include <string>
#include <utility>
#include <vector>

#include "checks/result.hpp"
#include "micro/comparison/benchmark_file.hpp"

namespace orbbench::micro {

/// By which share a benchmark may take longer: 0.1 is 10 %.
struct Margins {
  double usual = 0.10;
  /// By a pattern of names (fnmatch(3)); the last that fits counts.
  std::vector<std::pair<std::string, double>> special;

  double of(const std::string& benchmark) const;
};

/// Which figure is held against the margin. Both are shown.
enum class Gated {
  Automatic,  ///< the time on the same machine, the ratio to the floor on another
  Time,
  OverFloor
};

struct ComparisonSettings {
  Margins margins;
  Gated gated = Gated::Automatic;
};

/// How sure a verdict is: two-sided.
inline constexpr double kConfidence = 0.95;

/// Holds a candidate against a baseline: a check "bench.<name>" for each benchmark of the baseline,
/// and one before them, "bench.comparable", that says what sets the two runs apart.
///
/// A benchmark passes when the interval of its ratio (Hodges and Lehmann) is all under the limit,
/// fails when the rank test finds it over the limit among all that are compared (Holm), and else is
/// inconclusive. So the chance that any benchmark of a core no slower than its limits fails is 2.5
/// % for the whole run. Passes need no correction: a run passes only when all do (R. L. Berger,
/// 1982). Beside a candidate that others disturbed no failure counts, beside such a baseline no
/// pass: other work only slows. Invalid is what ended in an error, and all of it when either run is
/// of a build whose figures mean nothing (Debug, sanitizers), or has so few repetitions that no
/// slowdown could be found.
bench::RunResult compare(const BenchmarkRun& baseline, const BenchmarkRun& candidate,
                         const ComparisonSettings& settings);

/// One line for each check, the worst last, and the verdict of the run after them.
std::string text_table(const bench::RunResult& run);

}  // namespace orbbench::micro
