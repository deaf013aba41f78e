#pragma once

#include <functional>
#include <future>
#include <stop_token>
#include <string>
#include <vector>

#include "checks/result.hpp"
#include "duet/core_pair.hpp"
#include "duet_options.hpp"
#include "orbbench/orb_client/orb_runtime.hpp"

namespace orbbench::bench {

/// Runs a duet and judges it: the results of duet.latency, duet.deallocation, duet.memory,
/// duet.errors. Throws what the source throws.
std::vector<CheckResult> run_duet(orb_client::OrbRuntime& runtime, const duet::PairSource& source,
                                  const DuetOptions& options, const duet::Progress& progress,
                                  const std::stop_token& stop);

/// The same, run by the first who gets it, on that thread. What it is given must outlive it.
std::shared_future<std::vector<CheckResult>> duet_when_asked(orb_client::OrbRuntime& runtime,
                                                             duet::PairSource source,
                                                             const DuetOptions& options,
                                                             duet::Progress progress,
                                                             std::stop_token stop);

}  // namespace orbbench::bench
