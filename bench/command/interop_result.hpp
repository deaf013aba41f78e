#pragma once

#include "checks/result.hpp"
#include "interop/result.hpp"

namespace orbbench::bench {

/// The matrix as a run that can be kept: a check for each peer, "interop.core", and one of all,
/// "interop", with the table "matrix": the case, its interface, and the outcome with each peer. A
/// peer with which no case passed is invalid, and so is all of an interrupted run.
RunResult run_of(const interop::Matrix& matrix, bool interrupted);

}  // namespace orbbench::bench
