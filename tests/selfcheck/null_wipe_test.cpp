// A core whose wiping was replaced by nothing counts on as if it wiped: its own ledger is right to
// the last octet, and only what looks at the memory knows better.

#include <gmock/gmock.h>

#include <filesystem>

#include "checks/ledger_delta.hpp"
#include "selfcheck/mutant_core.hpp"
#include "selfcheck/site_paths.hpp"
#include "selfcheck/trial.hpp"

namespace orbbench::tests {
namespace {

using bench::CheckResult;
using bench::Verdict;
using selfcheck::SiteBlocks;

class NullWipeTest : public testing::Test {
 protected:
  std::map<std::string, SiteBlocks> give_blocks_back(selfcheck::MutantCore& core) const {
    core.record().forget();
    bench::measure_scenario(core.context());
    const auto sighting = core.record().read();
    free_witness::Symbols symbols(sighting.modules);
    return blocks_by_site(sighting, symbols, selfcheck::SitePaths(sites_));
  }

  orb_client::OrbRuntime runtime_;
  selfcheck::Laboratory laboratory_{.runtime = runtime_,
                                    .expectations = bench::LedgerExpectations::built_in(),
                                    .core_program = CORE_BINARY,
                                    .null_wipe = NULL_WIPE_LIBRARY};
  const std::vector<std::string> sites_ =
      selfcheck::wiped_sites(bench::LedgerExpectations::built_in());
};

class ReplacedWipeTest : public NullWipeTest, public testing::WithParamInterface<std::string> {};

TEST_P(ReplacedWipeTest, IsSeenByTheWitnessAndNotByTheLedger) {
  selfcheck::MutantCore core(laboratory_, GetParam());
  const CheckResult coverage = bench::check_ledger_coverage(core.context());
  const CheckResult zeroization = bench::check_zeroization_count(core.context());
  EXPECT_EQ(coverage.verdict, Verdict::Pass) << coverage.summary;
  EXPECT_EQ(zeroization.verdict, Verdict::Pass) << zeroization.summary;
  const auto judgement = selfcheck::judge_by_frees(give_blocks_back(core), sites_);
  EXPECT_TRUE(judgement.caught) << judgement.reason;
}

INSTANTIATE_TEST_SUITE_P(OfEachKind, ReplacedWipeTest,
                         testing::Values("sodium", "explicit_bzero", "memset"),
                         [](const auto& tested) { return tested.param; });

TEST_F(NullWipeTest, ACoreThatWipesIsFoundToWipeWhateverItWipesWith) {
  selfcheck::MutantCore core(laboratory_, "");
  const auto blocks = give_blocks_back(core);
  EXPECT_EQ(blocks.size(), sites_.size());
  for (const auto& [site, seen] : blocks) {
    EXPECT_GT(seen.blocks, 0U) << site;
    EXPECT_EQ(seen.unwiped, 0U) << site << " by " << seen.path;
  }
}

TEST_F(NullWipeTest, ALieOfOneSiteIsNotLaidAtAnothersDoor) {
  selfcheck::MutantCore core(laboratory_, "");
  core.inject(orb_client::FaultKind::PretendZeroization, "session_token");
  EXPECT_EQ(bench::check_zeroization_count(core.context()).verdict, Verdict::Pass);
  const auto judgement = selfcheck::judge_by_frees(give_blocks_back(core), {"session_token"});
  EXPECT_TRUE(judgement.caught) << judgement.reason;
}

}  // namespace
}  // namespace orbbench::tests
