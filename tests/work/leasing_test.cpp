// SC-02, SC-03 and SC-04, on sessions of their own each; what a crash does to them is in
// worker_crash_test.

#include <gmock/gmock.h>

#include <atomic>
#include <barrier>
#include <map>
#include <mutex>
#include <pqxx/pqxx>
#include <thread>

#include "work_fixture.hpp"

namespace orbbench::tests {
namespace {

using namespace work;
using testing::ElementsAre;
using testing::HasSubstr;

class LeasingTest : public WorkFixture {
 protected:
  std::vector<std::string> outcomes(const std::string& work_id) {
    std::vector<std::string> all;
    for (const ItemInfo& item : queue_.items(work_id)) {
      for (const Attempt& attempt : item.history) {
        all.push_back(attempt.outcome);
      }
    }
    return all;
  }

  Queue queue_ = queue();
  Queue other_ = queue();
};

TEST_F(LeasingTest, SC02_FiveWorkersDoEachOfTwentyItemsOnce) {
  constexpr int kWorkers = 5;
  constexpr int kItems = 20;
  const NewRun run = submit(kItems);
  std::mutex mutex;
  std::map<int, int> done;
  std::barrier all_connected(kWorkers);
  {
    std::vector<std::jthread> workers;
    workers.reserve(kWorkers);
    for (int i = 0; i < kWorkers; ++i) {
      workers.emplace_back([&, name = "worker-" + std::to_string(i)] {
        Queue mine = queue();
        mine.figures();
        all_connected.arrive_and_wait();
        while (const auto item = mine.lease(name, kLong)) {
          EXPECT_TRUE(mine.finish(*item, {R"({"by": ")" + name + "\"}", {}}));
          const std::lock_guard lock(mutex);
          ++done[item->ordinal];
        }
      });
    }
  }
  EXPECT_EQ(done.size(), kItems);
  for (const auto& [ordinal, times] : done) {
    EXPECT_EQ(times, 1) << "item " << ordinal;
  }
  EXPECT_EQ(state_of(run.work_id), "finished");
  EXPECT_EQ(ask("SELECT count(*) FROM orbbench.work_attempts"), std::to_string(kItems));
  EXPECT_EQ(ask("SELECT count(*) FROM orbbench.work_outbox WHERE kind = 'run.finished'"), "1");
}

TEST_F(LeasingTest, SC02_AnItemThatIsBeingLeasedIsPassedOver) {
  submit(2);
  pqxx::connection rival(connection());
  pqxx::work locking(rival);
  locking.exec("SELECT FROM orbbench.work_items WHERE ordinal = 0 FOR UPDATE");
  const auto item = queue_.lease("w", kLong);
  ASSERT_TRUE(item) << "it did not wait for the other";
  EXPECT_EQ(item->ordinal, 1);
}

TEST_F(LeasingTest, SC02_TwoWhoEndTheLastItemsAtOnceEndTheRun) {
  const NewRun run = submit(2);
  const auto rivals = queue_.lease("rival", kLong);
  const auto mine = queue_.lease("w", kLong);
  // Another finisher, up to the moment before its commit.
  pqxx::connection rival(connection());
  pqxx::work finishing(rival);
  finishing.exec(
      "UPDATE orbbench.work_items SET state = 'done', leased_until = NULL WHERE item_id = " +
      std::to_string(rivals->item_id));
  finishing.exec("SELECT FROM orbbench.work_runs FOR UPDATE");
  std::atomic<bool> has_finished{false};
  std::jthread worker([&] {
    EXPECT_TRUE(queue_.finish(*mine, {}));
    has_finished = true;
  });
  while (!has_finished && ask("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = "
                              "'Lock'") == "0") {
  }
  finishing.commit();
  worker.join();
  EXPECT_EQ(state_of(run.work_id), "finished");
}

TEST_F(LeasingTest, SC03_AnotherTakesOverAndTheLateFinisherIsFenced) {
  const NewRun run = submit(1);
  const auto late = queue_.lease("late", kLong);
  EXPECT_FALSE(other_.lease("heir", kLong)) << "the lease lasts";
  let_lease_pass(*late);
  const auto heir = other_.lease("heir", kLong);
  ASSERT_TRUE(heir);
  EXPECT_EQ(heir->item_id, late->item_id);
  EXPECT_GT(heir->token, late->token);
  EXPECT_EQ(heir->attempt, 2);
  EXPECT_FALSE(queue_.heartbeat(*late, kLong));
  EXPECT_FALSE(queue_.finish(*late, {R"({"by": "late"})", {}}));
  EXPECT_FALSE(queue_.fail(*late, "late"));
  EXPECT_FALSE(queue_.hand_back(*late));
  EXPECT_EQ(state_of(run.work_id), "running");
  EXPECT_TRUE(other_.finish(*heir, {R"({"by": "heir"})", {}}));
  EXPECT_FALSE(queue_.finish(*late, {R"({"by": "late"})", {}}));
  EXPECT_EQ(ask("SELECT result->>'by' FROM orbbench.work_items"), "heir");
  EXPECT_THAT(outcomes(run.work_id), ElementsAre("expired", "done"));
}

TEST_F(LeasingTest, SC03_AHeartbeatKeepsTheLease) {
  submit(1);
  const auto item = queue_.lease("w", kLong);
  let_lease_pass(*item);
  EXPECT_TRUE(queue_.heartbeat(*item, kLong)) << "nobody has taken it over";
  EXPECT_FALSE(other_.lease("heir", kLong));
  EXPECT_TRUE(queue_.finish(*item, {}));
}

TEST_F(LeasingTest, SC03_AnItemThatKillsEachWorkerFailsInTheEnd) {
  const NewRun run = submit(1);
  for (int attempt = 1; attempt <= run.max_attempts; ++attempt) {
    const auto item = queue_.lease("victim", kLong);
    ASSERT_TRUE(item);
    EXPECT_EQ(item->attempt, attempt);
    let_lease_pass(*item);
  }
  EXPECT_FALSE(queue_.lease("victim", kLong));
  EXPECT_EQ(state_of(run.work_id), "failed");
  EXPECT_THAT(queue_.items(run.work_id)[0].error, HasSubstr(kRetriesExhausted));
  EXPECT_THAT(outcomes(run.work_id), ElementsAre("expired", "expired", "expired"));
}

TEST_F(LeasingTest, SC04_FailFailSucceedIsThreeAttempts) {
  const NewRun run = submit(1);
  for (const char* error : {"no core", "no core yet"}) {
    EXPECT_TRUE(queue_.fail(*await_lease(queue_, "w", kLong), error));
    EXPECT_EQ(queue_.items(run.work_id)[0].state, ItemState::Ready);
  }
  EXPECT_TRUE(queue_.finish(*await_lease(queue_, "w", kLong), {}));
  EXPECT_EQ(state_of(run.work_id), "finished");
  EXPECT_THAT(outcomes(run.work_id), ElementsAre("failed", "failed", "done"));
  const ItemInfo item = queue_.items(run.work_id)[0];
  EXPECT_EQ(item.attempts, 3);
  EXPECT_EQ(item.history[1].error, "no core yet");
}

TEST_F(LeasingTest, SC04_ExhaustedIsFailed) {
  const NewRun run = submit(2);
  for (int attempt = 0; attempt < run.max_attempts; ++attempt) {
    const auto item = await_lease(queue_, "w", kLong);
    ASSERT_EQ(item->ordinal, 0) << "what failed is ready again, and comes first";
    EXPECT_TRUE(queue_.fail(*item, "no core"));
    change("UPDATE orbbench.work_items SET ready_at = '2020-01-01Z' WHERE ordinal = 0");
  }
  const ItemInfo item = queue_.items(run.work_id)[0];
  EXPECT_EQ(item.state, ItemState::Failed);
  EXPECT_EQ(item.error, "retries exhausted: no core");
  EXPECT_EQ(state_of(run.work_id), "running") << "the other item is to be done";
  EXPECT_TRUE(queue_.finish(*queue_.lease("w", kLong), {}));
  EXPECT_EQ(state_of(run.work_id), "failed");
  EXPECT_FALSE(queue_.lease("w", kLong));
}

TEST_F(LeasingTest, SC04_WhatFailedRests) {
  const NewRun run = submit(1);
  Queue patient(connection(), {.first = kLong, .longest = kLong});
  EXPECT_TRUE(patient.fail(*patient.lease("w", kLong), "no core"));
  EXPECT_FALSE(patient.lease("w", kLong));
  EXPECT_EQ(ask("SELECT ready_at - now() BETWEEN interval '4 min' AND interval '10 min' "
                "FROM orbbench.work_items"),
            "t");
  change("UPDATE orbbench.work_items SET ready_at = now()");
  EXPECT_TRUE(patient.lease("w", kLong));
}

TEST_F(LeasingTest, SC04_WhatIsHandedBackIsNoAttempt) {
  const NewRun run = submit(1);
  for (int i = 0; i <= run.max_attempts; ++i) {
    const auto item = queue_.lease("w", kLong);
    ASSERT_TRUE(item);
    EXPECT_EQ(item->attempt, 1);
    EXPECT_TRUE(queue_.hand_back(*item));
    EXPECT_TRUE(queue_.hand_back(*item)) << "as the first time";
  }
  EXPECT_EQ(queue_.items(run.work_id)[0].state, ItemState::Ready);
}

TEST_F(LeasingTest, AnErrorTextMayBeAnything) {
  const NewRun run = submit(1);
  EXPECT_TRUE(queue_.fail(*queue_.lease("w", kLong), std::string("\xff\0'\"", 4)));
  EXPECT_EQ(queue_.items(run.work_id)[0].error, "\xEF\xBF\xBD\xEF\xBF\xBD'\"");
}

}  // namespace
}  // namespace orbbench::tests
