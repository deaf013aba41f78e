#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "checks/result.hpp"
#include "gate/fingerprint_difference.hpp"
#include "gate/margins.hpp"
#include "orbbench/store/figure_series.hpp"
#include "orbbench/store/stored_run.hpp"

namespace orbbench::gate {

/// The run that a candidate is compared with.
struct Baseline {
  std::string name;  ///< the user's name for it
  store::StoredRun run;
};

struct GateSettings {
  Margins margins;
  /// How many times more the candidate is to be measured where the first look at it is
  /// inconclusive. Then there are two looks, each of which is surer, so that both together are as
  /// sure as one alone.
  std::size_t repeats = 0;
  /// What the figures were in the runs that are kept: by as much as they differ from run to run the
  /// intervals are wider.
  std::vector<store::FigureSeries> kept;
};

/// "gate.ping" of "latency.ping"
std::string gate_name(const std::string& latency_check);

/// Holds a latency check against the baseline's of the same name. Passes when no figure can be
/// worse than its margin, fails when one is for sure. On the same machine times and their ratios to
/// the floor gate; on another one, or where the floor itself has moved, the ratios alone do, and
/// the times are shown. Invalid when either was not measured properly, or not the same load.
bench::CheckResult judge_against(const Baseline& baseline, const bench::CheckResult& candidate,
                                 const Fingerprint& here, const GateSettings& settings);

}  // namespace orbbench::gate
