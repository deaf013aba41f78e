// What a worker does beside its items: schedules that are due, and events on their way.

#include <algorithm>
#include <csignal>
#include <set>

#include "orbbench/work/event_reader.hpp"
#include "orbbench/work/schedules.hpp"
#include "shared_work_fixture.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;

class UpkeepTest : public SharedWorkFixture {
 protected:
  std::vector<std::string> parts() const override { return {"postgres", "redis"}; }

  std::unique_ptr<CommandRun> start_keeper(const std::string& name) {
    std::vector<std::string> all = environment();
    const launcher::RedisEndpoint& redis = *stack().endpoints().redis;
    all.push_back("REDIS_HOST=" + redis.host);
    all.push_back("REDIS_PORT=" + std::to_string(redis.port));
    return std::make_unique<CommandRun>(std::vector<std::string>{"worker", "--name", name}, all);
  }

  void add_schedule() {
    const auto now =
        std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    work::Schedules schedules(server().connection_string());
    ASSERT_TRUE(schedules.add(
        {.name = "often",
         .timing = {.kind = work::ScheduleKind::Interval, .expression = "1s", .starts = now},
         .work_kind = "pipeline",
         .plan = R"({"kind": "pipeline", "core": ")" + core().address() +
                 R"(", "steps": [{"name": "one", "operation": "ping"}]})"}));
  }

  /// Kinds of the events that are in the stream.
  std::set<std::string> events() {
    const launcher::RedisEndpoint& redis = *stack().endpoints().redis;
    work::EventReader reader(
        {.redis = {redis.host, redis.port}, .group = "test", .consumer = "one"});
    for (auto read = reader.read(10ms); !read.empty(); read = reader.read(10ms)) {
      for (const work::Event& event : read) {
        kinds_.insert(event.kind);
      }
      reader.acknowledge(read);
    }
    return kinds_;
  }

  std::set<std::string> kinds_;
};

TEST_F(UpkeepTest, WorkersFireSchedulesOnceForADueTimeAndCarryEvents) {
  add_schedule();
  const auto one = start_keeper("one");
  const auto two = start_keeper("two");
  EXPECT_TRUE(eventually([&] { return count_of_kind(store(), "pipeline") >= 3; }));
  const std::set<std::string> wanted{"run.queued", "item.leased", "item.done", "run.finished",
                                     "run.result"};
  EXPECT_TRUE(eventually([&] { return std::ranges::includes(events(), wanted); }))
      << testing::PrintToString(kinds_);
  for (CommandRun* worker : {one.get(), two.get()}) {
    worker->send(SIGTERM);
    EXPECT_EQ(worker->exit_status(), 0) << worker->errors();
  }
  std::set<store::Instant> due;
  for (const work::RunInfo& run : queue().list({.state = {}, .limit = 100})) {
    ASSERT_TRUE(run.due);
    EXPECT_TRUE(due.insert(*run.due).second) << "fired twice for " << store::to_text(*run.due);
  }
}

TEST_F(UpkeepTest, ARedisThatIsAwayStopsNoWork) {
  stack().kill_part("redis");
  add_schedule();
  const auto one = start_keeper("one");
  EXPECT_TRUE(eventually([&] { return count_of_kind(store(), "pipeline") >= 1; }));
  EXPECT_TRUE(one->await_error("events must wait: "));
  one->send(SIGTERM);
  EXPECT_EQ(one->exit_status(), 0) << one->errors();
}

}  // namespace
}  // namespace orbbench::tests
