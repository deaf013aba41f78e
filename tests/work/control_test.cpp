// SC-06: what those in charge do to a run.

#include <gmock/gmock.h>

#include "work_fixture.hpp"

namespace orbbench::tests {
namespace {

using namespace work;
using namespace std::chrono_literals;

class WorkControlTest : public WorkFixture {
 protected:
  Queue queue_ = queue();
};

TEST_F(WorkControlTest, SC06_APausedRunGivesNothingUntilItIsResumed) {
  const NewRun run = submit(2);
  const auto held = queue_.lease("w", kLong);
  EXPECT_TRUE(queue_.pause(run.work_id));
  EXPECT_TRUE(queue_.pause(run.work_id)) << "it is so";
  EXPECT_EQ(state_of(run.work_id), "paused");
  EXPECT_FALSE(queue_.lease("w", kLong));
  EXPECT_TRUE(queue_.heartbeat(*held, kLong)) << "what is leased goes on";
  EXPECT_TRUE(queue_.finish(*held, {}));
  EXPECT_TRUE(queue_.resume(run.work_id));
  EXPECT_EQ(state_of(run.work_id), "running");
  EXPECT_TRUE(queue_.finish(*queue_.lease("w", kLong), {}));
  EXPECT_EQ(state_of(run.work_id), "finished");
}

TEST_F(WorkControlTest, SC06_ARunThatWasPausedBeforeItBeganIsQueuedAgain) {
  const NewRun run = submit(1);
  EXPECT_TRUE(queue_.pause(run.work_id));
  EXPECT_TRUE(queue_.resume(run.work_id));
  EXPECT_EQ(state_of(run.work_id), "queued");
}

TEST_F(WorkControlTest, SC06_APausedRunEndsWithItsLastItem) {
  const NewRun run = submit(1);
  const auto item = queue_.lease("w", kLong);
  queue_.pause(run.work_id);
  EXPECT_TRUE(queue_.finish(*item, {}));
  EXPECT_EQ(state_of(run.work_id), "finished");
}

TEST_F(WorkControlTest, SC06_ACancelledRunIsLostToItsHolders) {
  const NewRun run = submit(3);
  EXPECT_TRUE(queue_.finish(*queue_.lease("w", kLong), {}));
  const auto held = queue_.lease("w", kLong);
  EXPECT_TRUE(queue_.cancel(run.work_id));
  EXPECT_TRUE(queue_.cancel(run.work_id)) << "it is so";
  EXPECT_FALSE(queue_.heartbeat(*held, kLong));
  EXPECT_FALSE(queue_.finish(*held, {}));
  EXPECT_FALSE(queue_.fail(*held, "too late"));
  EXPECT_FALSE(queue_.hand_back(*held));
  EXPECT_FALSE(queue_.lease("w", kLong));
  const RunInfo after = *queue_.show(run.work_id);
  EXPECT_EQ(after.state, RunState::Cancelled);
  EXPECT_EQ(after.items.done, 1U) << "what is done stays done";
  EXPECT_EQ(after.items.cancelled, 2U);
  EXPECT_EQ(queue_.items(run.work_id)[1].history[0].outcome, "cancelled");
}

TEST_F(WorkControlTest, SC06_ASnoozedRunWaitsForItsTime) {
  const NewRun run = submit(1);
  const Instant until =
      std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()) + 1h;
  EXPECT_TRUE(queue_.snooze(run.work_id, until));
  EXPECT_FALSE(queue_.lease("w", kLong));
  EXPECT_EQ(queue_.show(run.work_id)->next_at, until);
  change("UPDATE orbbench.work_items SET ready_at = ready_at - interval '61 min'");
  EXPECT_TRUE(queue_.lease("w", kLong));
}

TEST_F(WorkControlTest, SC06_RunNowEndsSnoozeRestAndPause) {
  const NewRun run = submit(2);
  Queue patient(connection(), {.first = kLong, .longest = kLong});
  patient.fail(*patient.lease("w", kLong), "no core");
  patient.snooze(
      run.work_id,
      std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now()) + 1h);
  patient.pause(run.work_id);
  EXPECT_FALSE(patient.lease("w", kLong));
  EXPECT_TRUE(patient.run_now(run.work_id));
  EXPECT_TRUE(patient.lease("w", kLong));
  EXPECT_TRUE(patient.lease("w", kLong));
}

TEST_F(WorkControlTest, SC06_APriorityCanBeChanged) {
  submit(1);
  const NewRun late = submit(1);
  EXPECT_TRUE(queue_.set_priority(late.work_id, 3));
  EXPECT_EQ(queue_.lease("w", kLong)->work_id, late.work_id);
  EXPECT_EQ(queue_.show(late.work_id)->priority, 3);
}

TEST_F(WorkControlTest, SC06_NothingCanBeDoneToARunThatIsOver) {
  const NewRun run = submit(1);
  queue_.finish(*queue_.lease("w", kLong), {});
  for (const std::string& id : {run.work_id, store::make_uuid(), std::string("nonsense")}) {
    EXPECT_FALSE(queue_.pause(id));
    EXPECT_FALSE(queue_.resume(id));
    EXPECT_FALSE(queue_.cancel(id));
    EXPECT_FALSE(queue_.snooze(id, Instant()));
    EXPECT_FALSE(queue_.run_now(id));
    EXPECT_FALSE(queue_.set_priority(id, 1));
  }
  EXPECT_EQ(state_of(run.work_id), "finished");
}

TEST_F(WorkControlTest, SC06_EachChangeIsTold) {
  const NewRun run = submit(1);
  queue_.pause(run.work_id);
  queue_.resume(run.work_id);
  queue_.snooze(run.work_id, Instant());
  queue_.run_now(run.work_id);
  queue_.cancel(run.work_id);
  EXPECT_THAT(events(), testing::ElementsAre("run.queued", "run.paused", "run.resumed",
                                             "run.snoozed", "run.hastened", "run.cancelled"));
}

}  // namespace
}  // namespace orbbench::tests
