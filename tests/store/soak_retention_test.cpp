// What goes and what stays of soaks, whose parts are runs of their own.

#include <gtest/gtest.h>

#include "orbbench/store/results_store.hpp"
#include "sample_run.hpp"
#include "store_fixture.hpp"

namespace orbbench::tests {
namespace {

using namespace orbbench::store;

/// A soak as its command keeps it: the plan, whose id is the soak's, intervals, and a result.
class SoakRetentionTest : public StartedStoreFixture {
 protected:
  enum class Result { None, Kept };

  std::string save_soak(ResultsStore& results, int hour, Result result) {
    StoredRun plan = make_run(100 * hour);
    plan.kind = "soak.plan";
    results.save(plan);
    for (int i = 1; i <= 3; ++i) {
      save_part(results, "soak.interval", 100 * hour + i, plan.uuid);
    }
    if (result == Result::Kept) {
      save_part(results, "soak", 100 * hour, plan.uuid);
    }
    return plan.uuid;
  }

  static void save_part(ResultsStore& results, const char* kind, int number,
                        const std::string& soak) {
    StoredRun part = make_run(number);
    part.uuid = make_uuid();
    part.kind = kind;
    part.fingerprint["soak"] = soak;
    results.save(part);
  }

  /// Plan, intervals and result.
  std::string runs_of(const std::string& soak) {
    return ask(
        "SELECT count(DISTINCT r.run_id) FROM orbbench.runs r LEFT JOIN orbbench.fingerprints f "
        "USING (run_id) WHERE r.run_id::text = '" +
        soak + "' OR (f.key = 'soak' AND f.value = '" + soak + "')");
  }

  void make_old(const std::string& soak) {
    change("UPDATE orbbench.runs SET stored_at = now() - interval '2 days' WHERE run_id::text = '" +
           soak +
           "' OR run_id IN (SELECT run_id FROM orbbench.fingerprints WHERE key = 'soak' AND "
           "value = '" +
           soak + "')");
  }
};

TEST_F(SoakRetentionTest, ASoakCountsOnceAndGoesWithItsParts) {
  ResultsStore results = store();
  const std::vector<std::string> soaks{
      save_soak(results, 0, Result::Kept), save_soak(results, 1, Result::Kept),
      save_soak(results, 2, Result::Kept), save_soak(results, 3, Result::Kept)};
  EXPECT_EQ(results.retain(2), 2U);
  EXPECT_EQ(runs_of(soaks[0]), "0");
  EXPECT_EQ(runs_of(soaks[1]), "0");
  EXPECT_EQ(runs_of(soaks[2]), "5");
  EXPECT_EQ(runs_of(soaks[3]), "5");
  EXPECT_EQ(results.retain(2), 0U);
}

TEST_F(SoakRetentionTest, ASoakThatMayBeGoingOnStaysHoweverManyCameLater) {
  ResultsStore results = store();
  const std::string unfinished = save_soak(results, 0, Result::None);
  const std::string later = save_soak(results, 1, Result::Kept);
  EXPECT_EQ(results.retain(1), 0U);
  EXPECT_EQ(runs_of(unfinished), "4");
  make_old(unfinished);
  EXPECT_EQ(results.retain(2), 0U) << "fewer than two have a result";
  EXPECT_EQ(results.retain(1), 1U);
  EXPECT_EQ(runs_of(unfinished), "0");
  EXPECT_EQ(runs_of(later), "5");
}

TEST_F(SoakRetentionTest, ASoakThatNobodyFinishedTakesNoPlaceOfOneThatHasAResult) {
  ResultsStore results = store();
  const std::string finished = save_soak(results, 0, Result::Kept);
  make_old(save_soak(results, 1, Result::None));
  EXPECT_EQ(results.retain(1), 0U);
  EXPECT_EQ(runs_of(finished), "5");
}

TEST_F(SoakRetentionTest, ASoakWhoseResultIsABaselineKeepsItsParts) {
  ResultsStore results = store();
  const std::string first = save_soak(results, 0, Result::Kept);
  const std::string second = save_soak(results, 1, Result::Kept);
  results.set_baseline("night", results.list({.kind = "soak"}).back().uuid);
  EXPECT_EQ(results.retain(1), 0U);
  EXPECT_EQ(runs_of(first), "5");
  EXPECT_EQ(runs_of(second), "5");
}

}  // namespace
}  // namespace orbbench::tests
