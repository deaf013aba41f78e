#pragma once

#include <vector>

#include "checks/result.hpp"
#include "duet/judgement.hpp"
#include "duet/recording.hpp"

namespace orbbench::bench {

/// What a duet found, as the results of duet.latency, duet.deallocation, duet.memory and
/// duet.errors, in this order.
std::vector<CheckResult> duet_results(const duet::Recording& recording,
                                      const duet::Judgement& judgement);

}  // namespace orbbench::bench
