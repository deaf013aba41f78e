#pragma once

#include "checks/result.hpp"
#include "checks/witness/observation.hpp"
#include "checks/witness/witness_settings.hpp"

namespace orbbench::bench {

/// Copies must be gone so long after their release.
inline constexpr std::chrono::milliseconds kGoneAfter{100};

/// The verdicts on what was seen. Invalid when the witness was blind: a canary that the core held
/// was not found. Inconclusive when memory could not be looked at, or not at all of it.
/// `site` is the one that keeps the secrets of a call; evidence begins with it.
CheckResult judge_object_copies(const WitnessObservation& seen, const std::string& site);
CheckResult judge_transport_copies(const WitnessObservation& seen, TransportCopies rule);
CheckResult judge_exposure(const WitnessObservation& seen, TransportCopies rule);

}  // namespace orbbench::bench
