#pragma once

#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "selfcheck/judgement.hpp"
#include "selfcheck/mutant.hpp"
#include "selfcheck/mutant_core.hpp"
#include "selfcheck/site_paths.hpp"

namespace orbbench::selfcheck {

struct Trial {
  Mutant mutant;
  bool caught = false;
  std::string reason;  ///< what named it, or why it survived
  double seconds = 0;
};

/// The names of the checks that mutants are shown to; any of them may be off.
const std::vector<std::string>& asked_checks();

/// The mutants of one kind, on a core of their own where the fault can be ended, on one each where
/// it cannot. A check that finds something in a sound core proves nothing by finding it in a
/// mutant: so each core is first, and at the end, judged as it is.
class TrialGroup {
 public:
  explicit TrialGroup(Laboratory& laboratory) : laboratory_(laboratory) {}

  /// Throws ControlFailed when the sound core does not pass.
  void begin(const Mutant& first);
  Trial judge(const Mutant& mutant);
  void end();

 private:
  bool is_off(const std::string& check) const;
  void require_sound(const std::string& when);
  Judgement find(const Mutant& mutant);
  Judgement by_check(const std::string& check, const Mutant& mutant);
  Judgement by_memory();
  Judgement by_frees(const std::vector<std::string>& sites);
  Judgement by_both_witnesses(const std::vector<std::string>& sites);
  std::map<std::string, SiteBlocks> observe_frees();

  Laboratory& laboratory_;
  std::unique_ptr<MutantCore> core_;
  std::unique_ptr<free_witness::Symbols> symbols_;
  std::string kind_;
};

/// A control arm did not come out as it must: the instrument is broken, and finds nothing.
class ControlFailed : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace orbbench::selfcheck
