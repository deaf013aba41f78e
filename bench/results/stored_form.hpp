#pragma once

#include <string>

#include "checks/result.hpp"
#include "orbbench/store/stored_run.hpp"

namespace orbbench::bench {

/// What is kept of a run of this kind ("validate", "latency"), with this machine's fingerprint and
/// its id, or a new one where it has none. Its histograms are named after their check:
/// "latency.ping/lateness".
store::StoredRun stored_form(const RunResult& run, const std::string& kind);

/// The unit at the end of a figure's name, which may stand before a quantile: "us" for
/// latency_us_p99; empty where there is none.
std::string unit_of(const std::string& figure);

}  // namespace orbbench::bench
