// When a mutant counts as caught. A bench that takes any failure for a catch would be fooled by a
// core that fails for other reasons, so each way of missing has a test of its own.

#include "selfcheck/judgement.hpp"

#include <gmock/gmock.h>

namespace orbbench::tests {
namespace {

using bench::CheckResult;
using bench::Verdict;
using orb_client::FaultKind;
using selfcheck::Judgement;
using selfcheck::Mutant;
using selfcheck::SiteBlocks;
using testing::HasSubstr;
using Sites = std::vector<std::string>;

CheckResult failed(const std::vector<std::string>& evidence) {
  CheckResult result;
  result.verdict = Verdict::Fail;
  result.summary = "not as expected";
  result.evidence = evidence;
  return result;
}

Judgement judge(const CheckResult& result, const Mutant& mutant) {
  return selfcheck::judge_by_check("ledger.coverage", result, mutant);
}

const Mutant kLeakOfQueue{"leak", FaultKind::Leak, "event_queue"};

TEST(CheckJudgementTest, AFailureThatNamesTheSiteCatches) {
  const Judgement judgement =
      judge(failed({"event_queue: live objects went from 1 to 2", "event_queue: deallocations"}),
            kLeakOfQueue);
  EXPECT_TRUE(judgement.caught);
  EXPECT_EQ(judgement.reason, "ledger.coverage: event_queue: live objects went from 1 to 2");
}

TEST(CheckJudgementTest, WhatMustBreakWithTheSiteMayBeNamed) {
  EXPECT_TRUE(judge(failed({"event_queue: a", "event_record: b"}), kLeakOfQueue).caught);
}

TEST(CheckJudgementTest, AConsequenceAloneIsAMiss) {
  EXPECT_FALSE(judge(failed({"event_record: b"}), kLeakOfQueue).caught);
}

TEST(CheckJudgementTest, ABystanderThatIsNamedTooIsAMiss) {
  const Judgement judgement = judge(failed({"event_queue: a", "reply_header: b"}), kLeakOfQueue);
  EXPECT_FALSE(judgement.caught);
  EXPECT_EQ(judgement.reason, "ledger.coverage also names reply_header");
}

TEST(CheckJudgementTest, AConsequenceOfAnotherFaultIsABystander) {
  const Mutant counted_twice{"count_twice", FaultKind::CountTwice, "event_queue"};
  EXPECT_FALSE(judge(failed({"event_queue: a", "event_record: b"}), counted_twice).caught);
}

TEST(CheckJudgementTest, AFailureForAnotherReasonIsAMiss) {
  EXPECT_FALSE(judge(failed({"reply_header: b"}), kLeakOfQueue).caught);
  EXPECT_FALSE(judge(failed({}), kLeakOfQueue).caught);
  EXPECT_FALSE(judge(failed({"event_queue_of_another: a"}), kLeakOfQueue).caught);
}

TEST(CheckJudgementTest, ACheckThatDoesNotFailIsAMissWhateverItsEvidence) {
  for (const Verdict verdict : {Verdict::Pass, Verdict::Inconclusive, Verdict::Invalid}) {
    CheckResult result = failed({"event_queue: a"});
    result.verdict = verdict;
    const Judgement judgement = judge(result, kLeakOfQueue);
    EXPECT_FALSE(judgement.caught) << to_string(verdict);
    EXPECT_THAT(judgement.reason, HasSubstr(to_string(verdict)));
  }
}

const SiteBlocks kWiped{.blocks = 4};
const SiteBlocks kUnwiped{.blocks = 4, .unwiped = 1, .path = "seal"};

TEST(FreesJudgementTest, UnwipedBlocksOfTheSiteAloneCatch) {
  const Judgement judgement = selfcheck::judge_by_frees(
      {{"credential_secret", kUnwiped}, {"object_key", kWiped}}, {"credential_secret"});
  EXPECT_TRUE(judgement.caught);
  EXPECT_EQ(judgement.reason, "witness.free: credential_secret: unwiped, by seal");
}

TEST(FreesJudgementTest, WipedBlocksAreAMiss) {
  EXPECT_FALSE(
      selfcheck::judge_by_frees({{"credential_secret", kWiped}}, {"credential_secret"}).caught);
  EXPECT_FALSE(selfcheck::judge_by_frees({}, {"credential_secret"}).caught);
}

TEST(FreesJudgementTest, ABystanderIsAMiss) {
  const Judgement judgement = selfcheck::judge_by_frees(
      {{"credential_secret", kUnwiped}, {"object_key", kUnwiped}}, {"credential_secret"});
  EXPECT_FALSE(judgement.caught);
  EXPECT_EQ(judgement.reason, "witness.free names credential_secret, object_key");
}

TEST(FreesJudgementTest, OneOfSeveralSitesIsAMiss) {
  EXPECT_FALSE(selfcheck::judge_by_frees({{"credential_secret", kUnwiped}},
                                         {"credential_secret", "object_key"})
                   .caught);
}

TEST(FreesJudgementTest, NoSiteToBeFoundIsNoCatch) {
  EXPECT_FALSE(selfcheck::judge_by_frees({}, Sites{}).caught);
}

TEST(MemoryJudgementTest, CopiesOfTheSiteCatch) {
  EXPECT_TRUE(selfcheck::judge_by_memory(
                  failed({"credential_secret: first release: 32 octets in main heap", "and more"}),
                  "credential_secret")
                  .caught);
}

TEST(MemoryJudgementTest, CopiesOfOthersOrNoneAreAMiss) {
  EXPECT_FALSE(
      selfcheck::judge_by_memory(failed({"transport: on a stack"}), "credential_secret").caught);
  EXPECT_FALSE(
      selfcheck::judge_by_memory(
          failed({"credential_secret: in main heap", "transport: on a stack"}), "credential_secret")
          .caught);
  CheckResult unseen;
  unseen.verdict = Verdict::Inconclusive;
  EXPECT_FALSE(selfcheck::judge_by_memory(unseen, "credential_secret").caught);
}

}  // namespace
}  // namespace orbbench::tests
