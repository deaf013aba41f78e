#include "selfcheck/trial.hpp"

#include <algorithm>
#include <chrono>

#include "checks/ledger_delta.hpp"
#include "memory/preload/canary_calls.hpp"

namespace orbbench::selfcheck {
namespace {

using bench::CheckResult;
using bench::Verdict;
using orb_client::FaultKind;

constexpr const char* kSiteOfCanaries = "credential_secret";

CheckResult run_check(const std::string& name, bench::CheckContext& context) {
  if (name == kWitnessOfObject) {
    // It keeps what it saw for the other checks of a run: each mutant is to be looked at anew.
    context.witnessed = nullptr;
    return bench::check_witness_object(context);
  }
  return name == kCoverage ? bench::check_ledger_coverage(context)
                           : bench::check_zeroization_count(context);
}

/// Not what the checks were given: expectations that lack a site must not hide its mutants.
bench::LedgerExpectations sites_of_core() {
  return bench::LedgerExpectations::built_in();
}

/// The check whose business this fault is.
const char* check_against(FaultKind fault) {
  return fault == FaultKind::SkipZeroization ? kZeroization : kCoverage;
}

bool is_lie(const Mutant& mutant) {
  return !mutant.fault || *mutant.fault == FaultKind::PretendZeroization;
}

Judgement not_asked(const std::string& check) {
  return {false, check + " was not asked"};
}

}  // namespace

const std::vector<std::string>& asked_checks() {
  static const std::vector<std::string> asked{kCoverage, kZeroization, kWitnessOfObject,
                                              kWitnessOfFrees};
  return asked;
}

void TrialGroup::begin(const Mutant& first) {
  kind_ = first.kind;
  symbols_.reset();
  if (first.fault) {
    core_ = std::make_unique<MutantCore>(laboratory_, "");
    require_sound("before");
  }
}

void TrialGroup::end() {
  if (core_) {
    core_->clear();
    require_sound("after");
  }
  core_.reset();
}

bool TrialGroup::is_off(const std::string& check) const {
  const auto& off = laboratory_.checks_off;
  return std::find(off.begin(), off.end(), check) != off.end();
}

void TrialGroup::require_sound(const std::string& when) {
  for (const char* check : {kCoverage, kZeroization}) {
    const CheckResult result = run_check(check, core_->context());
    if (result.verdict != Verdict::Pass) {
      throw ControlFailed(std::string(check) + " does not pass on the sound core " + when + " " +
                          kind_ + ": " + result.summary);
    }
  }
  const auto blocks = observe_frees();
  for (const std::string& site : wiped_sites(sites_of_core())) {
    const auto seen = blocks.find(site);
    if (seen != blocks.end() && seen->second.unwiped == 0) {
      continue;
    }
    std::string failure = "the free-time witness sees ";
    failure += seen == blocks.end() ? "no block of " : "unwiped blocks of ";
    failure += site + " in the sound core " + when + " " + kind_;
    if (seen != blocks.end()) {
      failure += ": " + seen->second.path;
    }
    throw ControlFailed(failure);
  }
}

Trial TrialGroup::judge(const Mutant& mutant) {
  const auto start = std::chrono::steady_clock::now();
  if (!mutant.fault) {
    symbols_.reset();
    core_ = std::make_unique<MutantCore>(laboratory_, mutant.place);
  } else {
    core_->clear();
    core_->inject(*mutant.fault, mutant.place);
  }
  const Judgement judgement = find(mutant);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  if (!mutant.fault) {
    core_.reset();
  }
  return {mutant, judgement.caught, judgement.reason, taken.count()};
}

Judgement TrialGroup::find(const Mutant& mutant) {
  if (!is_lie(mutant)) {
    return by_check(check_against(*mutant.fault), mutant);
  }
  if (!mutant.fault) {
    return by_both_witnesses(wiped_sites(sites_of_core()));
  }
  return mutant.place == kSiteOfCanaries ? by_both_witnesses({mutant.place})
                                         : by_frees({mutant.place});
}

Judgement TrialGroup::by_check(const std::string& check, const Mutant& mutant) {
  return is_off(check) ? not_asked(check)
                       : judge_by_check(check, run_check(check, core_->context()), mutant);
}

std::map<std::string, SiteBlocks> TrialGroup::observe_frees() {
  core_->record().forget();
  bench::measure_scenario(core_->context());
  const auto sighting = core_->record().read();
  if (!symbols_) {
    symbols_ = std::make_unique<free_witness::Symbols>(sighting.modules);
  }
  return blocks_by_site(sighting, *symbols_, SitePaths(wiped_sites(sites_of_core())));
}

Judgement TrialGroup::by_frees(const std::vector<std::string>& sites) {
  return is_off(kWitnessOfFrees) ? not_asked(kWitnessOfFrees)
                                 : judge_by_frees(observe_frees(), sites);
}

Judgement TrialGroup::by_memory() {
  return is_off(kWitnessOfObject)
             ? not_asked(kWitnessOfObject)
             : judge_by_memory(run_check(kWitnessOfObject, core_->context()), kSiteOfCanaries);
}

Judgement TrialGroup::by_both_witnesses(const std::vector<std::string>& sites) {
  const Judgement frees = by_frees(sites);
  return frees.caught ? by_memory() : frees;
}

}  // namespace orbbench::selfcheck
