#pragma once

#include <functional>
#include <stop_token>
#include <vector>

#include "interop/case.hpp"
#include "interop/peer.hpp"
#include "interop/result.hpp"
#include "orbbench/orb_client/orb_runtime.hpp"

namespace orbbench::interop {

/// Runs one case over connections of its own. Never throws for what the peer does.
CaseResult run_case(orb_client::OrbRuntime& runtime, const Peer& peer, const Case& one);

/// Told of each result as it comes.
using ResultObserver = std::function<void(const CaseResult&)>;

/// Every case against every peer, in order; ends early, with what it has, when asked to stop.
Matrix run_matrix(orb_client::OrbRuntime& runtime, const std::vector<Peer>& peers,
                  const std::vector<Case>& cases, const ResultObserver& observer,
                  const std::stop_token& stop = {});

}  // namespace orbbench::interop
