// Schedules in a real database, under a clock of the test's own.

#include "orbbench/work/schedules.hpp"

#include <gmock/gmock.h>

#include <barrier>
#include <set>
#include <thread>

#include "../work/work_fixture.hpp"
#include "made_calendar.hpp"
#include "orbbench/work/queue.hpp"

namespace orbbench::tests {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using work::Firing;
using work::ScheduleKind;
using work::Schedules;
using work::ScheduleState;

class SchedulesTest : public WorkFixture {
 protected:
  Schedules schedules() const { return Schedules(connection()); }

  static work::NewSchedule made(const std::string& name, ScheduleKind kind,
                                const std::string& expression) {
    return {name,    {kind, expression, "Europe/Berlin", at("2026-03-01T00:00:00Z")},
            "count", R"({"items": 3})",
            7,       2};
  }

  static std::vector<std::string> split(const std::string& kind, const std::string& plan) {
    EXPECT_EQ(kind, "count");
    EXPECT_THAT(plan, HasSubstr("items"));
    return {"0", "1", "2"};
  }

  static std::vector<std::string> refuse(const std::string& /*kind*/, const std::string& /*plan*/) {
    throw std::runtime_error("no such target");
  }

  /// When the runs were due, in that order.
  std::vector<std::string> due_times() const {
    std::vector<std::string> times;
    for (const work::RunInfo& run : queue().list({.limit = 1000})) {
      times.push_back(run.due ? store::to_text(*run.due).substr(0, 16) : "");
    }
    std::ranges::sort(times);
    return times;
  }
};

TEST_F(SchedulesTest, SC01_ADueScheduleMakesARunOnEachNightAcrossTheChangeOfClocks) {
  Schedules night = schedules();
  const auto nightly = made("nightly", ScheduleKind::Cron, "0 22 * * *");
  ASSERT_TRUE(night.add(nightly, at("2026-03-28T00:00:00Z")));
  for (const char* now : {"2026-03-28T20:59:59Z", "2026-03-28T21:00:00Z", "2026-03-28T21:00:01Z",
                          "2026-03-29T19:59:59Z", "2026-03-29T20:00:05Z"}) {
    night.fire_due(split, at(now));
  }
  EXPECT_THAT(due_times(), ElementsAre("2026-03-28T21:00", "2026-03-29T20:00"));
  const work::RunInfo run = queue().list().front();
  EXPECT_EQ(run.kind, "count");
  EXPECT_EQ(run.priority, 7);
  EXPECT_EQ(queue().items(run.work_id).front().max_attempts, 2);
  EXPECT_EQ(run.items.ready, 3U);
  const auto info = night.show("nightly").value();
  EXPECT_EQ(info.next_at, at("2026-03-30T20:00:00Z"));
  EXPECT_EQ(info.last_at, at("2026-03-29T20:00:05Z"));
  EXPECT_EQ(run.schedule_id, info.schedule_id);
  EXPECT_THAT(events(), ElementsAre("schedule.added", "run.queued", "schedule.fired", "run.queued",
                                    "schedule.fired"));
}

TEST_F(SchedulesTest, WhatWasMissedIsMadeUpForOnce) {
  Schedules hours = schedules();
  ASSERT_TRUE(hours.add(made("hourly", ScheduleKind::Interval, "1h"), at("2026-03-28T00:30:00Z")));
  const std::vector<Firing> firings = hours.fire_due(split, at("2026-03-29T12:15:00Z"));
  ASSERT_EQ(firings.size(), 1U);
  EXPECT_EQ(firings[0].due, at("2026-03-28T01:00:00Z"));
  EXPECT_THAT(due_times(), ElementsAre("2026-03-28T01:00"));
  EXPECT_THAT(hours.fire_due(split, at("2026-03-29T12:59:59Z")), IsEmpty());
  EXPECT_EQ(hours.fire_due(split, at("2026-03-29T13:00:00Z")).size(), 1U);
}

TEST_F(SchedulesTest, SC01_ARunIsMadeOnceForADueTimeHoweverManySchedulersFire) {
  constexpr int kSchedules = 12;
  constexpr int kSchedulers = 6;
  Schedules first = schedules();
  for (int i = 0; i < kSchedules; ++i) {
    ASSERT_TRUE(first.add(made("s" + std::to_string(i), ScheduleKind::Interval, "1h"),
                          at("2026-03-28T00:00:00Z")));
  }
  std::barrier start(kSchedulers);
  std::vector<std::vector<Firing>> firings(kSchedulers);
  {
    std::vector<std::jthread> schedulers;
    schedulers.reserve(kSchedulers);
    for (std::vector<Firing>& mine : firings) {
      schedulers.emplace_back([&] {
        Schedules one = schedules();
        for (int hour = 1; hour <= 3; ++hour) {
          start.arrive_and_wait();
          const auto fired =
              one.fire_due(split, at("2026-03-28T00:00:00Z") + std::chrono::hours(hour));
          mine.insert(mine.end(), fired.begin(), fired.end());
        }
      });
    }
  }
  std::set<std::pair<std::string, work::Instant>> occasions;
  std::size_t told = 0;
  for (const std::vector<Firing>& mine : firings) {
    told += mine.size();
    for (const Firing& firing : mine) {
      EXPECT_NE(firing.work_id, "");
      occasions.emplace(firing.schedule, firing.due);
    }
  }
  EXPECT_EQ(told, 3U * kSchedules);
  EXPECT_EQ(occasions.size(), 3U * kSchedules);
  EXPECT_EQ(queue().list({.limit = 1000}).size(), 3U * kSchedules);
}

TEST_F(SchedulesTest, SC06_APausedScheduleIsNotDueAndNothingIsMadeUpFor) {
  Schedules night = schedules();
  ASSERT_TRUE(
      night.add(made("nightly", ScheduleKind::Cron, "0 22 * * *"), at("2026-03-05T00:00:00Z")));
  EXPECT_TRUE(night.pause("nightly"));
  EXPECT_TRUE(night.pause("nightly"));
  EXPECT_THAT(night.fire_due(split, at("2026-03-07T00:00:00Z")), IsEmpty());
  EXPECT_TRUE(night.resume("nightly", at("2026-03-08T00:00:00Z")));
  EXPECT_THAT(night.fire_due(split, at("2026-03-08T00:00:00Z")), IsEmpty());
  EXPECT_EQ(night.fire_due(split, at("2026-03-08T21:00:00Z")).size(), 1U);
  EXPECT_THAT(events(), ElementsAre("schedule.added", "schedule.paused", "schedule.resumed",
                                    "run.queued", "schedule.fired"));
  EXPECT_FALSE(night.pause("weekly"));
  EXPECT_FALSE(night.resume("weekly"));
}

TEST_F(SchedulesTest, SC06_RunNowLeavesTheDueTimesAsTheyAre) {
  Schedules night = schedules();
  ASSERT_TRUE(
      night.add(made("nightly", ScheduleKind::Cron, "0 22 * * *"), at("2026-03-05T00:00:00Z")));
  const auto next_at = night.show("nightly")->next_at;
  const auto work_id = night.run("nightly", split);
  EXPECT_EQ(queue().show(work_id.value())->items.ready, 3U);
  EXPECT_EQ(night.show("nightly")->next_at, next_at);
  EXPECT_FALSE(night.run("weekly", split));
  EXPECT_THROW(night.run("nightly", refuse), std::runtime_error);
}

TEST_F(SchedulesTest, WhatIsNeverDueAgainHasEnded) {
  Schedules once = schedules();
  ASSERT_TRUE(
      once.add(made("eve", ScheduleKind::Once, "2026-12-24T22:00:00"), at("2026-03-05T00:00:00Z")));
  EXPECT_EQ(once.fire_due(split, at("2026-12-24T21:00:00Z")).size(), 1U);
  const auto info = once.show("eve").value();
  EXPECT_EQ(info.state, ScheduleState::Ended);
  EXPECT_FALSE(info.next_at);
  EXPECT_FALSE(once.resume("eve"));
  EXPECT_THAT(once.fire_due(split, at("2027-12-24T21:00:00Z")), IsEmpty());
  EXPECT_TRUE(once.remove("eve"));
  EXPECT_FALSE(once.remove("eve"));
  EXPECT_EQ(queue().list().size(), 1U);
}

TEST_F(SchedulesTest, ABadPlanPausesItsOwnScheduleAlone) {
  Schedules two = schedules();
  for (const char* name : {"bad", "good"}) {
    ASSERT_TRUE(two.add(made(name, ScheduleKind::Interval, "1h"), at("2026-03-05T00:00:00Z")));
  }
  std::string first_one;
  const auto pick = [&](const std::string& kind, const std::string& plan) {
    return std::exchange(first_one, "done").empty() ? refuse(kind, plan) : split(kind, plan);
  };
  const auto firings = two.fire_due(pick, at("2026-03-05T01:00:00Z"));
  ASSERT_EQ(firings.size(), 2U);
  EXPECT_EQ(firings[0].problem, "no such target");
  EXPECT_EQ(firings[0].work_id, "");
  EXPECT_EQ(two.show("bad")->state, ScheduleState::Paused);
  EXPECT_EQ(two.show("good")->state, ScheduleState::Active);
  EXPECT_EQ(queue().list().size(), 1U);
  EXPECT_EQ(ask("SELECT body->>'problem' FROM orbbench.work_outbox WHERE kind = "
                "'schedule.failed'"),
            "no such target");
}

TEST_F(SchedulesTest, WhatCannotBeIsRefused) {
  Schedules none = schedules();
  const work::Instant now = at("2026-06-01T00:00:00Z");
  auto bad = made("a name", ScheduleKind::Interval, "1h");
  EXPECT_THROW(none.add(bad, now), store::StoreRefused);
  bad.name = "x";
  bad.plan = "{";
  EXPECT_THROW(none.add(bad, now), store::StoreRefused);
  EXPECT_THROW(none.add(made("x", ScheduleKind::Cron, "* * *"), now), work::CalendarError);
  EXPECT_THROW(none.add(made("x", ScheduleKind::Once, "2026-05-01T00:00"), now),
               work::CalendarError);
  EXPECT_TRUE(none.add(made("x", ScheduleKind::Interval, "1h"), now));
  EXPECT_FALSE(none.add(made("x", ScheduleKind::Interval, "2h"), now));
  EXPECT_EQ(none.list().size(), 1U);
}

TEST_F(SchedulesTest, TheServersClockCountsWhereNoneIsGiven) {
  Schedules seconds = schedules();
  ASSERT_TRUE(seconds.add(made("now", ScheduleKind::Interval, "1s")));
  change("UPDATE orbbench.work_schedules SET next_at = clock_timestamp() - interval '1 s'");
  EXPECT_EQ(seconds.fire_due(split).size(), 1U);
  change("UPDATE orbbench.work_schedules SET next_at = clock_timestamp() + interval '1 h'");
  EXPECT_THAT(seconds.fire_due(split), IsEmpty());
}

}  // namespace
}  // namespace orbbench::tests
