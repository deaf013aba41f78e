#pragma once

#include <filesystem>
#include <stop_token>
#include <string>

#include "duet/core_pair.hpp"

namespace orbbench::bench {

/// One side of a duet as the user names it: an address with, perhaps, its metrics page, or a
/// program that the bench starts (the reference core if both are empty).
struct DuetCoreChoice {
  std::string address;
  std::string metrics;
  std::filesystem::path program;
};

/// Cores of a duet from what was named. Programs are started anew for each round if both sides are
/// programs, else once. Throws ConfigError for what cannot be read or started, and for the metrics
/// of a core that was not pointed at.
duet::PairSource pair_of(const DuetCoreChoice& baseline, const DuetCoreChoice& candidate,
                         std::stop_token stop);

/// Two processes of the reference core, with faults enabled, anew for each round.
duet::PairSource identical_pair_with_faults(std::stop_token stop);

}  // namespace orbbench::bench
