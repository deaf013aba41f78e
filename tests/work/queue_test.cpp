#include "orbbench/work/queue.hpp"

#include <gmock/gmock.h>

#include "orbbench/metrics/hdr_histogram_codec.hpp"
#include "work_fixture.hpp"

namespace orbbench::tests {
namespace {

using namespace work;
using namespace std::chrono_literals;
using store::StoreRefused;
using testing::ElementsAre;
using testing::IsEmpty;

class QueueTest : public WorkFixture {
 protected:
  Queue queue_ = queue();
};

TEST_F(QueueTest, GivesWhatWasSubmitted) {
  NewRun run{.work_id = store::make_uuid(), .kind = "soak", .plan = R"({"rate": 500})"};
  run.payloads = {R"({"from": 0})", R"({"from": 60})"};
  run.max_attempts = 7;
  ASSERT_TRUE(queue_.submit(run));
  const auto item = queue_.lease("w", kLong);
  ASSERT_TRUE(item);
  EXPECT_EQ(item->work_id, run.work_id);
  EXPECT_EQ(item->kind, "soak");
  EXPECT_EQ(item->plan, run.plan);
  EXPECT_EQ(item->payload, run.payloads[0]);
  EXPECT_EQ(item->ordinal, 0);
  EXPECT_EQ(item->attempt, 1);
  EXPECT_EQ(item->max_attempts, 7);
  EXPECT_EQ(queue_.lease("w", kLong)->payload, run.payloads[1]);
  EXPECT_FALSE(queue_.lease("w", kLong));
}

TEST_F(QueueTest, SubmittingARunAgainChangesNothing) {
  const NewRun run = submit(2);
  EXPECT_FALSE(queue_.submit(run));
  EXPECT_EQ(ask("SELECT count(*) FROM orbbench.work_items"), "2");
  EXPECT_THAT(events(), ElementsAre("run.queued"));
}

TEST_F(QueueTest, OneOccasionMakesOneRun) {
  change(
      "INSERT INTO orbbench.work_schedules (name, kind, expression, starts, work_kind, next_at) "
      "VALUES ('nightly', 'interval', '86400', now(), 'soak', now())");
  NewRun run{.work_id = store::make_uuid(), .kind = "soak", .payloads = {"1"}};
  run.occasion = {1, store::parse_instant("2026-03-29T02:30:00Z")};
  EXPECT_TRUE(queue_.submit(run));
  run.work_id = store::make_uuid();
  EXPECT_FALSE(queue_.submit(run));
  run.occasion->due += 24h;
  EXPECT_TRUE(queue_.submit(run));
  EXPECT_EQ(queue_.show(run.work_id)->due, run.occasion->due);
}

TEST_F(QueueTest, RefusesWhatCannotBeStored) {
  const NewRun sound{.work_id = store::make_uuid(), .kind = "count", .payloads = {"1"}};
  std::vector<NewRun> wrong(6, sound);
  wrong[0].work_id = "'; DROP TABLE orbbench.work_runs";
  wrong[1].payloads.clear();
  wrong[2].payloads = {"1, 2"};  // two values where there is to be one
  wrong[3].plan = "{";
  wrong[4].kind = "";
  wrong[5].max_attempts = 0;
  for (const NewRun& run : wrong) {
    EXPECT_THROW(queue_.submit(run), StoreRefused);
  }
  EXPECT_EQ(ask("SELECT count(*) FROM orbbench.work_runs"), "0");
  EXPECT_TRUE(queue_.submit(sound));
}

TEST_F(QueueTest, TheHighestPriorityComesFirstThenTheOldest) {
  const NewRun low = submit(1, -1);
  const NewRun old = submit(2);
  const NewRun young = submit(1);
  const NewRun urgent = submit(1, 5);
  std::vector<std::string> order;
  while (const auto item = queue_.lease("w", kLong)) {
    order.push_back(item->work_id + "/" + item->payload);
  }
  EXPECT_THAT(order, ElementsAre(urgent.work_id + "/0", old.work_id + "/0", old.work_id + "/1",
                                 young.work_id + "/0", low.work_id + "/0"));
}

TEST_F(QueueTest, AWorkerGetsOnlyTheKindsThatItCanDo) {
  submit(1, 9, "pipeline");
  const NewRun soak = submit(1, 0, "soak");
  EXPECT_EQ(queue_.lease("w", kLong, {"soak", "count"})->work_id, soak.work_id);
  EXPECT_FALSE(queue_.lease("w", kLong, {"soak", "count"}));
  EXPECT_TRUE(queue_.lease("w", kLong));
}

TEST_F(QueueTest, KeepsTheResultsAndHistogramsOfItems) {
  metrics::LatencyHistogram histogram;
  histogram.record(1234us);
  const auto octets = metrics::encode_hdr(histogram);
  const NewRun run = submit(2);
  EXPECT_TRUE(queue_.finish(*queue_.lease("w", kLong), {R"({"calls": 7})", octets}));
  EXPECT_TRUE(queue_.finish(*queue_.lease("w", kLong), {}));
  const auto items = queue_.items(run.work_id);
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(items[0].result, R"({"calls": 7})");
  EXPECT_EQ(items[0].histogram, octets);
  EXPECT_EQ(items[0].state, ItemState::Done);
  EXPECT_THAT(items[1].histogram, IsEmpty());
}

TEST_F(QueueTest, ARunIsOverWithItsLastItem) {
  const NewRun run = submit(2);
  EXPECT_EQ(queue_.show(run.work_id)->state, RunState::Queued);
  const auto first = queue_.lease("w", kLong);
  EXPECT_EQ(queue_.show(run.work_id)->state, RunState::Running);
  const auto second = queue_.lease("w", kLong);
  queue_.finish(*second, {});
  EXPECT_EQ(queue_.show(run.work_id)->state, RunState::Running);
  EXPECT_FALSE(queue_.show(run.work_id)->finished_at);
  queue_.finish(*first, {});
  EXPECT_EQ(queue_.show(run.work_id)->state, RunState::Finished);
  EXPECT_TRUE(queue_.show(run.work_id)->finished_at);
  EXPECT_THAT(events(), ElementsAre("run.queued", "run.running", "item.leased", "item.leased",
                                    "item.done", "item.done", "run.finished"));
}

TEST_F(QueueTest, FinishingAgainAnswersAsTheFirstTime) {
  submit(2);
  const auto item = queue_.lease("w", kLong);
  EXPECT_TRUE(queue_.finish(*item, {R"({"calls": 7})", {}}));
  EXPECT_TRUE(queue_.finish(*item, {R"({"calls": 8})", {}}));
  EXPECT_EQ(ask("SELECT result->>'calls' FROM orbbench.work_items WHERE ordinal = 0"), "7");
  EXPECT_FALSE(queue_.fail(*item, "too late")) << "it is done";
  EXPECT_FALSE(queue_.hand_back(*item)) << "it is done";
}

TEST_F(QueueTest, AResultIsWantedUntilThereIsOne) {
  const NewRun run = submit(1);
  EXPECT_THAT(queue_.awaiting_result("count"), IsEmpty());
  EXPECT_FALSE(queue_.set_result(run.work_id, run.work_id)) << "it is not over";
  queue_.finish(*queue_.lease("w", kLong), {});
  EXPECT_THAT(queue_.awaiting_result("count"), ElementsAre(run.work_id));
  EXPECT_THAT(queue_.awaiting_result("soak"), IsEmpty());
  EXPECT_TRUE(queue_.set_result(run.work_id, run.work_id));
  EXPECT_TRUE(queue_.set_result(run.work_id, run.work_id));
  EXPECT_FALSE(queue_.set_result(run.work_id, store::make_uuid()));
  EXPECT_THAT(queue_.awaiting_result("count"), IsEmpty());
  EXPECT_EQ(queue_.show(run.work_id)->result_id, run.work_id);
}

TEST_F(QueueTest, ListsAndFindsRuns) {
  const NewRun first = submit(3, 4);
  const NewRun second = submit(1);
  queue_.fail(*queue_.lease("w", kLong), "no core");
  queue_.lease("w", kLong);
  const auto runs = queue_.list();
  ASSERT_EQ(runs.size(), 2U);
  EXPECT_EQ(runs[0].work_id, second.work_id);
  EXPECT_EQ(runs[1].work_id, first.work_id);
  EXPECT_EQ(runs[1].priority, 4);
  EXPECT_EQ(runs[1].items.ready, 2U);
  EXPECT_EQ(runs[1].items.leased, 1U);
  EXPECT_EQ(queue_.list({.state = RunState::Queued}).size(), 1U);
  EXPECT_EQ(queue_.list({.limit = 1}).size(), 1U);
  EXPECT_THAT(queue_.find(first.work_id.substr(0, 12)), ElementsAre(first.work_id));
  EXPECT_FALSE(queue_.show("no id at all"));
}

TEST_F(QueueTest, RetainsTheLatestAndWhatIsStillWanted) {
  const NewRun old = submit(1);
  queue_.finish(*queue_.lease("w", kLong), {});
  queue_.set_result(old.work_id, old.work_id);
  const NewRun wanted = submit(1);
  queue_.finish(*queue_.lease("w", kLong), {});
  const NewRun late = submit(1);
  queue_.cancel(late.work_id);
  const NewRun open = submit(1);
  EXPECT_EQ(queue_.retain(1), 1U);
  EXPECT_FALSE(queue_.show(old.work_id));
  EXPECT_EQ(queue_.retain(0), 1U);
  EXPECT_FALSE(queue_.show(late.work_id));
  EXPECT_TRUE(queue_.show(wanted.work_id)) << "it has no result yet";
  EXPECT_TRUE(queue_.show(open.work_id));
  EXPECT_EQ(ask("SELECT count(*) FROM orbbench.work_items"), "2");
}

TEST_F(QueueTest, TellsItsFigures) {
  submit(3);
  submit(1, -1);
  const auto item = queue_.lease("w", kLong);
  QueueFigures figures = queue_.figures();
  EXPECT_EQ(figures.runs_queued, 1U);
  EXPECT_EQ(figures.runs_running, 1U);
  EXPECT_EQ(figures.items_ready, 3U);
  EXPECT_EQ(figures.items_leased, 1U);
  EXPECT_EQ(figures.leases_overdue, 0U);
  EXPECT_EQ(figures.events_waiting, 4U);
  let_lease_pass(*item);
  EXPECT_EQ(queue_.figures().leases_overdue, 1U);
}

}  // namespace
}  // namespace orbbench::tests
