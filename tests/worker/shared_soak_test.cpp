// A soak that several workers share comes to one result, whatever becomes of them.

#include <csignal>

#include "orbbench/metrics/scraper.hpp"
#include "shared_work_fixture.hpp"

namespace orbbench::tests {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

class SharedSoakTest : public SharedWorkFixture {
 protected:
  /// Each call counted once, in the result as in the items.
  void expect_whole(const SoakFile& soak, const std::string& work_id) {
    const store::StoredRun result = await_result(work_id);
    EXPECT_THAT(verdict_of(result, "soak.items"), StartsWith("pass"));
    EXPECT_THAT(verdict_of(result, "soak.errors"), StartsWith("pass"));
    EXPECT_EQ(latency_in(result).count(), soak.calls());
    const auto of_items = latency_in(queue().items(work_id));
    const auto of_result = latency_in(result);
    EXPECT_EQ(std::vector(of_items.counts().begin(), of_items.counts().end()),
              std::vector(of_result.counts().begin(), of_result.counts().end()));
    EXPECT_EQ(count_of_kind(store(), "soak"), 1U);
  }

  static double page_value(CommandRun& worker, const std::string& name,
                           const metrics::Labels& labels) {
    EXPECT_TRUE(worker.await_output("worker: "));
    const std::size_t at = worker.output().find("metrics: port ");
    const std::string port =
        worker.output().substr(at + 14, worker.output().find('\n', at) - at - 14);
    return metrics::Scraper("http://127.0.0.1:" + port).scrape().value(name, labels).value_or(-1);
  }
};

TEST_F(SharedSoakTest, TwoWorkersMakeOneResult) {
  const SoakFile file = soak();
  const std::string id = submit(file.text());
  const auto one = start_worker("one", {"--drain"});
  const auto two = start_worker("two", {"--drain"});
  EXPECT_EQ(one->exit_status(), 0) << one->errors();
  EXPECT_EQ(two->exit_status(), 0) << two->errors();
  expect_whole(file, id);
  const auto items = queue().items(id);
  EXPECT_EQ(items.size(), 8U);
  for (const std::string name : {"one", "two"}) {
    EXPECT_TRUE(std::ranges::any_of(items, [&](const work::ItemInfo& item) {
      return item.leased_by == name;
    })) << name;
  }
  // A worker alone cannot offer the rate of two generators, and says so.
  const std::string alone = submit(file.text());
  EXPECT_EQ(start_worker("three", {"--drain"})->exit_status(), 0);
  EXPECT_THAT(verdict_of(await_result(alone), "soak.rate"),
              StartsWith("inconclusive: less than the rate was offered"));
}

TEST_F(SharedSoakTest, SC03_AWorkerThatIsKilledLosesItsItemToAnother) {
  const SoakFile file = soak();
  const std::string id = submit(file.text());
  auto victim = start_worker("victim");
  const int ordinal = await_item_of("victim", id);
  victim->send(SIGKILL);
  EXPECT_EQ(victim->exit_status(), 128 + SIGKILL);
  const auto heir = start_worker("heir", {"--drain"});
  EXPECT_EQ(heir->exit_status(), 0) << heir->errors();
  expect_whole(file, id);
  const work::ItemInfo item = queue().items(id).at(static_cast<std::size_t>(ordinal));
  EXPECT_EQ(item.leased_by, "heir");
  ASSERT_EQ(item.history.size(), 2U);
  EXPECT_EQ(item.history[0].outcome, "expired");
  EXPECT_EQ(item.history[1].outcome, "done");
}

TEST_F(SharedSoakTest, SC03_AWorkerThatStoodStillIsTooLateAndCountsForNothing) {
  const SoakFile file = soak();
  const std::string id = submit(file.text());
  auto frozen = start_worker("frozen", {"--metrics-port", "0"});
  const int ordinal = await_item_of("frozen", id);
  frozen->send(SIGSTOP);
  const auto heir = start_worker("heir");
  EXPECT_TRUE(eventually([&] {
    const auto item = queue().items(id).at(static_cast<std::size_t>(ordinal));
    return item.leased_by == "heir";
  }));
  frozen->send(SIGCONT);
  expect_whole(file, id);
  EXPECT_EQ(page_value(*frozen, "orbbench_work_worker_items_total", {{"outcome", "lost"}}), 1);
  for (CommandRun* worker : {frozen.get(), heir.get()}) {
    worker->send(SIGTERM);
    EXPECT_EQ(worker->exit_status(), 0) << worker->errors();
  }
}

TEST_F(SharedSoakTest, ADatabaseThatIsKilledAndComesBackLosesAndDoublesNothing) {
  const SoakFile file = soak();
  const std::string id = submit(file.text());
  const auto one = start_worker("one", {"--drain"});
  const auto two = start_worker("two", {"--drain"});
  await_item_of("one", id);
  stack().kill_part("postgres");
  stack().start_part("postgres");
  EXPECT_EQ(one->exit_status(), 0) << one->errors();
  EXPECT_EQ(two->exit_status(), 0) << two->errors();
  expect_whole(file, id);
}

TEST_F(SharedSoakTest, ACallThatFailsBeforeAnItemIsMeasuredIsNotForgotten) {
  SoakFile file = soak();
  file.generators = 1;
  file.deadline_ms = 300;
  const std::string id = submit(file.text());
  lose_replies(1);  // that to the first call, which connects
  const auto worker = start_worker("only", {"--drain"});
  EXPECT_EQ(worker->exit_status(), 0) << worker->errors();
  const store::StoredRun result = await_result(id);
  EXPECT_THAT(verdict_of(result, "soak.errors"), StartsWith("pass"));
  EXPECT_THAT(verdict_of(result, "soak.items"),
              "fail: 4 of 4 items are done, 1 attempt failed before it could be measured");
  const auto check = std::ranges::find(result.checks, "soak.items", &store::StoredCheck::name);
  ASSERT_NE(check, result.checks.end());
  EXPECT_THAT(check->evidence,
              ElementsAre(AllOf(StartsWith("item 0, attempt of only: "), HasSubstr("connect at"))));
}

TEST_F(SharedSoakTest, AnItemThatTakesLongerThanItsLeaseStaysWithAWorkerThatIsHeardOf) {
  SoakFile file = soak();
  file.duration_s = 2.5;
  file.interval_s = 2.5;
  file.generators = 1;
  const std::string id = submit(file.text());
  const auto holder = start_worker("holder", {"--drain"});
  await_item_of("holder", id);
  const auto other = start_worker("other", {"--drain"});
  EXPECT_EQ(holder->exit_status(), 0) << holder->errors();
  EXPECT_EQ(other->exit_status(), 0) << other->errors();
  expect_whole(file, id);
  EXPECT_EQ(queue().items(id).front().history.size(), 1U);
}

TEST_F(SharedSoakTest, AWorkerThatIsToldToEndHandsItsLeaseBackAtOnce) {
  SoakFile file = soak();
  file.interval_s = 1;  // long enough to be interrupted
  const std::string id = submit(file.text());
  // An hour's lease: nobody would get the item by waiting.
  auto first = start({"worker", "--name", "first", "--lease", "3600", "--no-schedules"});
  const int ordinal = await_item_of("first", id);
  first->send(SIGTERM);
  EXPECT_EQ(first->exit_status(), 0) << first->errors();
  const auto second = start_worker("second", {"--drain"});
  EXPECT_EQ(second->exit_status(), 0) << second->errors();
  expect_whole(file, id);
  const work::ItemInfo item = queue().items(id).at(static_cast<std::size_t>(ordinal));
  ASSERT_EQ(item.history.size(), 2U);
  EXPECT_EQ(item.history[0].outcome, "handed back");
  EXPECT_EQ(item.attempts, 1);
}

}  // namespace
}  // namespace orbbench::tests
