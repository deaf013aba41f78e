// Real duets whose outcome turns on time, with slack for a busy machine.

#include <gmock/gmock.h>

#include <functional>

#include "duet/judgement.hpp"
#include "duet/slower_candidate.hpp"
#include "duet_fixture.hpp"

namespace orbbench::tests {
namespace {

using metrics::NonInferiority;
using testing::IsEmpty;
using namespace std::chrono_literals;

class DuetTimeTest : public DuetFixture {
 protected:
  // What disturbs the machine for some seconds makes a duet inconclusive, and tells nothing of the
  // cores: it is repeated then, so often at the most. A duet that decides is not.
  static constexpr int kDuets = 3;

  static duet::Judgement decided(const std::function<duet::Recording()>& duet, double margin) {
    duet::Judgement judgement;
    for (int number = 0; number < kDuets; ++number) {
      judgement = duet::judge(duet(), {.p50 = margin}, 1);
      const bool measured = judgement.untrustworthy.empty() && !judgement.latency.empty();
      if (measured && judgement.latency[0].decision != NonInferiority::Undecided) {
        break;
      }
    }
    return judgement;
  }

  duet::Judgement judge(double servant_share) {
    return decided(
        [&] { return record(duet::slow_candidate(started_pairs(), runtime_, servant_share), 12s); },
        0.15);
  }
};

// Wherever the scheduler puts them: a call to the other processor takes more than twice as long.
// Half as long again is what the load of a busy machine may look like.
TEST_F(DuetTimeTest, FindsCoresThatRunAlreadyNoWorseThanEachOther) {
  const CoreProcess baseline;
  const CoreProcess candidate;
  const duet::Judgement judgement = decided(
      [&] { return record(duet::running_pair(reached(baseline), reached(candidate)), 8s); }, 0.5);
  EXPECT_THAT(judgement.untrustworthy, IsEmpty());
  ASSERT_EQ(judgement.latency.size(), 3U);
  EXPECT_EQ(judgement.latency[0].decision, NonInferiority::Shown)
      << judgement.latency[0].interval.low << " to " << judgement.latency[0].interval.high;
  EXPECT_FALSE(judgement.latency[0].changed);
}

TEST_F(DuetTimeTest, FindsTheSameCoreNoWorse) {
  const duet::Judgement judgement = judge(0);
  EXPECT_THAT(judgement.untrustworthy, IsEmpty());
  ASSERT_EQ(judgement.latency.size(), 3U);
  EXPECT_EQ(judgement.latency[0].decision, NonInferiority::Shown);
  EXPECT_FALSE(judgement.latency[0].changed);
  // A busy machine widens the intervals of tails; it does not move them to one side.
  EXPECT_NE(judgement.latency[1].decision, NonInferiority::Refuted);
  EXPECT_NE(judgement.latency[2].decision, NonInferiority::Refuted);
  EXPECT_NE(judgement.deallocation->decision, NonInferiority::Refuted);
  EXPECT_NE(judgement.memory->decision, NonInferiority::Refuted);
  EXPECT_EQ(judgement.errors.decision, NonInferiority::Shown);
}

TEST_F(DuetTimeTest, FindsASlowerCoreWorse) {
  const duet::Judgement judgement = judge(5.0);  // a servant's time is a tenth of a call's
  EXPECT_THAT(judgement.untrustworthy, IsEmpty());
  ASSERT_EQ(judgement.latency.size(), 3U);
  EXPECT_GT(judgement.latency[0].estimate.ratio, 1.2);
  EXPECT_EQ(judgement.latency[0].decision, NonInferiority::Refuted);
  EXPECT_TRUE(judgement.latency[0].changed);
}

}  // namespace
}  // namespace orbbench::tests
