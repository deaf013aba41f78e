#pragma once

#include <functional>
#include <string>
#include <vector>

#include "checks/result.hpp"
#include "selfcheck/trial.hpp"

namespace orbbench::selfcheck {

struct MutantReport {
  std::size_t asked = 0;  ///< mutants that were to be tried
  std::vector<Trial> trials = {};
  std::string broken_control = {};  ///< why nothing that was found counts; empty when all is well
  double seconds = 0;
};

/// Tries the mutants in their order, which must be by kind. Ends early, with what it has, when the
/// laboratory's stop is asked for or a control fails.
MutantReport run_mutants(Laboratory& laboratory, const std::vector<Mutant>& mutants,
                         const std::function<void(const Trial&)>& on_trial);

/// Pass when all were tried and caught, fail when one survived, invalid when a control failed,
/// inconclusive when not all were tried.
bench::Verdict verdict_of(const MutantReport& report);

/// The table of kinds, and each mutant that survived.
std::string text_of(const MutantReport& report);
std::string json_of(const MutantReport& report);

}  // namespace orbbench::selfcheck
