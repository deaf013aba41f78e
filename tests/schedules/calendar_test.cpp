// SC-01: next runs are right across both changes of the clocks, under a clock of the test's own.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "made_calendar.hpp"

namespace orbbench::tests {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using work::ScheduleKind;

constexpr const char* kBerlin = "Europe/Berlin";
constexpr const char* kNewYork = "America/New_York";
constexpr const char* kLordHowe = "Australia/Lord_Howe";

TEST(CalendarTest, SC01_ADailyTimeStaysAtThatTimeOfDayWhenClocksChange) {
  const auto berlin = calendar(ScheduleKind::Cron, "0 22 * * *", kBerlin);
  EXPECT_THAT(next_ones(berlin, "2026-03-27T12:00:00Z", 3),
              ElementsAre("2026-03-27T21:00", "2026-03-28T21:00", "2026-03-29T20:00"));
  EXPECT_THAT(next_ones(berlin, "2026-10-23T12:00:00Z", 3),
              ElementsAre("2026-10-23T20:00", "2026-10-24T20:00", "2026-10-25T21:00"));
  const auto new_york = calendar(ScheduleKind::Rrule, "FREQ=DAILY;BYHOUR=22;BYMINUTE=0", kNewYork);
  EXPECT_THAT(next_ones(new_york, "2026-03-07T12:00:00Z", 2),
              ElementsAre("2026-03-08T03:00", "2026-03-09T02:00"));
  EXPECT_THAT(next_ones(new_york, "2026-10-31T12:00:00Z", 2),
              ElementsAre("2026-11-01T02:00", "2026-11-02T03:00"));
}

// 02:00 becomes 03:00 on 29 March in Berlin and on 8 March in New York; on Lord Howe Island 02:00
// becomes 02:30 on 4 October.
TEST(CalendarTest, SC01_WhatIsDueAtASkippedTimeIsDueLaterByAsMuch) {
  for (const auto& [kind, expression] :
       {std::pair(ScheduleKind::Cron, "15 2 * * *"),
        std::pair(ScheduleKind::Rrule, "FREQ=DAILY;BYHOUR=2;BYMINUTE=15")}) {
    EXPECT_THAT(next_ones(calendar(kind, expression, kBerlin), "2026-03-28T00:00:00Z", 3),
                ElementsAre("2026-03-28T01:15", "2026-03-29T01:15", "2026-03-30T00:15"));
    EXPECT_THAT(next_ones(calendar(kind, expression, kNewYork), "2026-03-07T00:00:00Z", 3),
                ElementsAre("2026-03-07T07:15", "2026-03-08T07:15", "2026-03-09T06:15"));
    EXPECT_THAT(next_ones(calendar(kind, expression, kLordHowe), "2026-10-02T00:00:00Z", 3),
                ElementsAre("2026-10-02T15:45", "2026-10-03T15:45", "2026-10-04T15:15"));
  }
}

// 03:00 becomes 02:00 on 25 October in Berlin, 02:00 01:00 on 1 November in New York, and 02:00
// 01:30 on 5 April on Lord Howe Island.
TEST(CalendarTest, SC01_WhatIsDueAtATimeThatComesTwiceIsDueTheFirstTime) {
  for (const ScheduleKind kind : {ScheduleKind::Cron, ScheduleKind::Rrule}) {
    const auto daily = [&](int at_hour, const char* zone) {
      const std::string text = std::to_string(at_hour);
      return calendar(kind,
                      kind == ScheduleKind::Cron ? "45 " + text + " * * *"
                                                 : "FREQ=DAILY;BYMINUTE=45;BYHOUR=" + text,
                      zone);
    };
    EXPECT_THAT(next_ones(daily(2, kBerlin), "2026-10-24T12:00:00Z", 2),
                ElementsAre("2026-10-25T00:45", "2026-10-26T01:45"));
    EXPECT_THAT(next_ones(daily(1, kNewYork), "2026-11-01T00:00:00Z", 2),
                ElementsAre("2026-11-01T05:45", "2026-11-02T06:45"));
    EXPECT_THAT(next_ones(daily(1, kLordHowe), "2026-04-04T00:00:00Z", 2),
                ElementsAre("2026-04-04T14:45", "2026-04-05T15:15"));
  }
}

TEST(CalendarTest, SC01_OpenHoursRunOnWhenClocksChange) {
  for (const auto& half_hourly :
       {calendar(ScheduleKind::Cron, "*/30 * * * *", kBerlin),
        calendar(ScheduleKind::Rrule, "FREQ=MINUTELY;INTERVAL=30", kBerlin)}) {
    EXPECT_THAT(next_ones(half_hourly, "2026-03-29T00:15:00Z", 4),
                ElementsAre("2026-03-29T00:30", "2026-03-29T01:00", "2026-03-29T01:30",
                            "2026-03-29T02:00"));
    EXPECT_THAT(next_ones(half_hourly, "2026-10-24T23:45:00Z", 6),
                ElementsAre("2026-10-25T00:00", "2026-10-25T00:30", "2026-10-25T01:00",
                            "2026-10-25T01:30", "2026-10-25T02:00", "2026-10-25T02:30"));
  }
}

TEST(CalendarTest, SC01_AnIntervalIsOfRealTime) {
  const auto three_hours = calendar(ScheduleKind::Interval, "3h", kBerlin, "2026-03-28T23:00:00Z");
  EXPECT_THAT(next_ones(three_hours, "2026-03-01T00:00:00Z", 3),
              ElementsAre("2026-03-28T23:00", "2026-03-29T02:00", "2026-03-29T05:00"));
  EXPECT_THAT(next_ones(three_hours, "2026-10-25T00:59:59.5Z", 2),
              ElementsAre("2026-10-25T02:00", "2026-10-25T05:00"));
}

TEST(CalendarTest, SC01_OnceIsOnce) {
  const auto in_winter = calendar(ScheduleKind::Once, "2026-12-24T22:00:00", kBerlin);
  EXPECT_THAT(next_ones(in_winter, "2026-01-01T00:00:00Z", 2), ElementsAre("2026-12-24T21:00"));
  EXPECT_THAT(next_ones(in_winter, "2026-12-24T21:00:00Z", 2), ElementsAre());
  EXPECT_THAT(next_ones(calendar(ScheduleKind::Once, "2026-12-24T22:00Z", kBerlin),
                        "2026-01-01T00:00:00Z", 2),
              ElementsAre("2026-12-24T22:00"));
  EXPECT_THAT(next_ones(calendar(ScheduleKind::Once, "2026-03-29T02:30:00", kBerlin),
                        "2026-01-01T00:00:00Z", 2),
              ElementsAre("2026-03-29T01:30"));
}

TEST(CalendarTest, EitherKindOfDayWillDoWhereBothAreGiven) {
  EXPECT_THAT(
      next_ones(calendar(ScheduleKind::Cron, "0 0 13 * FRI"), "2026-02-01T00:00:00Z", 4),
      ElementsAre("2026-02-06T00:00", "2026-02-13T00:00", "2026-02-20T00:00", "2026-02-27T00:00"));
  EXPECT_THAT(next_ones(calendar(ScheduleKind::Cron, "0 0 1 jan-mar *"), "2026-01-15T00:00:00Z", 3),
              ElementsAre("2026-02-01T00:00", "2026-03-01T00:00", "2027-01-01T00:00"));
  EXPECT_THAT(next_ones(calendar(ScheduleKind::Cron, "@weekly"), "2026-01-01T00:00:00Z", 2),
              ElementsAre("2026-01-04T00:00", "2026-01-11T00:00"));
  EXPECT_THAT(next_ones(calendar(ScheduleKind::Cron, "0 12 * * 7"), "2026-01-01T00:00:00Z", 1),
              ElementsAre("2026-01-04T12:00"));
  EXPECT_THAT(next_ones(calendar(ScheduleKind::Cron, "0 0 29 2 *"), "2026-01-01T00:00:00Z", 2),
              ElementsAre("2028-02-29T00:00", "2032-02-29T00:00"));
}

TEST(CalendarTest, NothingIsDueAfterTheLastOne) {
  const auto next = [](const char* rule) {
    return next_ones(calendar(ScheduleKind::Rrule, rule, kBerlin, "2026-03-28T01:30:00Z"),
                     "2026-01-01T00:00:00Z", 5);
  };
  EXPECT_THAT(next("FREQ=DAILY;COUNT=3"),
              ElementsAre("2026-03-28T01:30", "2026-03-29T01:30", "2026-03-30T00:30"));
  EXPECT_THAT(next("FREQ=DAILY;UNTIL=20260329T013000Z"),
              ElementsAre("2026-03-28T01:30", "2026-03-29T01:30"));
  EXPECT_THAT(next("FREQ=DAILY;UNTIL=20260329T012959Z"), ElementsAre("2026-03-28T01:30"));
  EXPECT_THAT(next("FREQ=DAILY;UNTIL=20260330"),
              ElementsAre("2026-03-28T01:30", "2026-03-29T01:30", "2026-03-30T00:30"));
}

struct Refused {
  ScheduleKind kind;
  const char* expression;
  const char* reason;
};

class CalendarRefusalTest : public testing::TestWithParam<Refused> {};

TEST_P(CalendarRefusalTest, WhatCannotBeIsToldInOneLine) {
  const Refused& given = GetParam();
  try {
    calendar(given.kind, given.expression, kBerlin);
    FAIL() << given.expression << " was taken";
  } catch (const work::CalendarError& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr(given.reason), Not(HasSubstr("\n"))));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Cron, CalendarRefusalTest,
    testing::Values(Refused{ScheduleKind::Cron, "60 * * * *", "'60' is no minute (0 to 59)"},
                    Refused{ScheduleKind::Cron, "* 24 * * *", "'24' is no hour (0 to 23)"},
                    Refused{ScheduleKind::Cron, "* * 0 * *",
                            "'0' is no day of the month (1 to 31)"},
                    Refused{ScheduleKind::Cron, "* * * 13 *", "'13' is no month (1 to 12)"},
                    Refused{ScheduleKind::Cron, "* * * * 8", "'8' is no day of the week (0 to 7)"},
                    Refused{ScheduleKind::Cron, "* * * * mon-", "'mon-' is no day of the week"},
                    Refused{ScheduleKind::Cron, "5-1 * * * *", "'5-1' is no minute"},
                    Refused{ScheduleKind::Cron, "*/0 * * * *", "'*/0' is no minute"},
                    Refused{ScheduleKind::Cron, "5/15 * * * *", "'5/15' is no minute"},
                    Refused{ScheduleKind::Cron, "1,, * * * *", "'' is no minute"},
                    Refused{ScheduleKind::Cron, "-1 * * * *", "'-1' is no minute"},
                    Refused{ScheduleKind::Cron, "99999999999 * * * *", "is no minute"},
                    Refused{ScheduleKind::Cron, "* * * *", "has not five fields"},
                    Refused{ScheduleKind::Cron, "* * * * * *", "has not five fields"},
                    Refused{ScheduleKind::Cron, "", "has not five fields"},
                    Refused{ScheduleKind::Cron, "@reboot", "has not five fields"},
                    Refused{ScheduleKind::Cron, "0 0 30 2 *", "is never due"}));

INSTANTIATE_TEST_SUITE_P(
    Rrule, CalendarRefusalTest,
    testing::Values(
        Refused{ScheduleKind::Rrule, "", "it has no FREQ"},
        Refused{ScheduleKind::Rrule, "INTERVAL=2", "it has no FREQ"},
        Refused{ScheduleKind::Rrule, "FREQ=NIGHTLY", "not as RFC 5545 has it"},
        Refused{ScheduleKind::Rrule, "FREQ=SECONDLY", "an interval such as 30s is"},
        Refused{ScheduleKind::Rrule, "FREQ=DAILY;FREQ=DAILY", "FREQ is there twice"},
        Refused{ScheduleKind::Rrule, "FREQ=DAILY;BYEASTER=1", "'BYEASTER=1' is no part"},
        Refused{ScheduleKind::Rrule, "FREQ=DAILY;INTERVAL=0", "INTERVAL is a number from 1 on"},
        Refused{ScheduleKind::Rrule, "FREQ=DAILY;COUNT=-1", "COUNT is a number from 1 on"},
        Refused{ScheduleKind::Rrule, "FREQ=DAILY;COUNT=10001", "COUNT is 10000 at the most"},
        Refused{ScheduleKind::Rrule, "FREQ=DAILY;COUNT=1;UNTIL=20270101", "exclude each other"},
        Refused{ScheduleKind::Rrule, "FREQ=DAILY;UNTIL=tomorrow", "UNTIL=TOMORROW is no time"},
        Refused{ScheduleKind::Rrule, "FREQ=DAILY;UNTIL=20250101", "is never due"},
        Refused{ScheduleKind::Rrule, "FREQ=DAILY;BYHOUR=25", "not as RFC 5545 has it"},
        Refused{ScheduleKind::Rrule, "FREQ=DAILY;BYSETPOS=1", "BYSETPOS goes with FREQ=MONTHLY"},
        Refused{ScheduleKind::Rrule, "FREQ=HOURLY;BYMONTH=1", "BYMONTH goes with FREQ=DAILY"},
        Refused{ScheduleKind::Rrule, "FREQ=MINUTELY;INTERVAL=60;BYMINUTE=30", "it is never due"},
        Refused{ScheduleKind::Rrule, "FREQ=HOURLY;INTERVAL=2;BYHOUR=2", "it is never due"},
        Refused{ScheduleKind::Rrule, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "names no day"}));

INSTANTIATE_TEST_SUITE_P(
    Others, CalendarRefusalTest,
    testing::Values(Refused{ScheduleKind::Once, "soon", "'soon' is no time such as"},
                    Refused{ScheduleKind::Once, "2026-02-29T00:00:00", "is no time such as"},
                    Refused{ScheduleKind::Once, "2026-02-28T24:00:00", "is no time such as"},
                    Refused{ScheduleKind::Once, "2025-12-31T23:00:00", "is never due"},
                    Refused{ScheduleKind::Interval, "0s", "is no interval such as"},
                    Refused{ScheduleKind::Interval, "5", "is no interval such as"},
                    Refused{ScheduleKind::Interval, "999999999d", "is no interval such as"}));

TEST(CalendarTest, AZoneIsOneOfTheSystems) {
  for (const char* zone : {"Europe/Nowhere", "", "/etc/passwd", "../../../etc/passwd", "Europe"}) {
    EXPECT_THROW(calendar(ScheduleKind::Cron, "0 0 * * *", zone), work::CalendarError) << zone;
  }
}

}  // namespace
}  // namespace orbbench::tests
