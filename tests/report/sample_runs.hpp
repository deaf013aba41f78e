#pragma once

#include <vector>

#include "orbbench/store/stored_run.hpp"

namespace orbbench::tests {

/// Runs as the commands keep them: a validation that failed, one scenario of 30 s with a stall, a
/// curve of five rates with its gate, and an interop matrix.
store::StoredRun sample_validation();
store::StoredRun sample_latency(std::size_t intervals = 30);
store::StoredRun sample_curve();
store::StoredRun sample_interop();
std::vector<store::StoredRun> sample_runs();

}  // namespace orbbench::tests
