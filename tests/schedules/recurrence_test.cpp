// Rules of RFC 5545 (section 3.8.5.3) with what the RFC says that they unfold to.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "made_calendar.hpp"

namespace orbbench::tests {
namespace {

struct Example {
  const char* rule;
  std::vector<std::string> due;  ///< the first ones; 09:00 in New York
};

class RecurrenceTest : public testing::TestWithParam<Example> {};

TEST_P(RecurrenceTest, SC01_TheExamplesOfTheRfcAreUnfoldedAsItSays) {
  const Example& example = GetParam();
  const auto rule =
      calendar(work::ScheduleKind::Rrule, example.rule, "America/New_York", "1997-09-02T13:00:00Z");
  EXPECT_EQ(next_ones(rule, "1997-01-01T00:00:00Z", example.due.size()), example.due);
}

// 09:00 was 13:00 UTC until 26 October 1997, then 14:00.
INSTANTIATE_TEST_SUITE_P(
    Rfc5545, RecurrenceTest,
    testing::Values(
        Example{"FREQ=DAILY;INTERVAL=10;COUNT=5",
                {"1997-09-02T13:00", "1997-09-12T13:00", "1997-09-22T13:00", "1997-10-02T13:00",
                 "1997-10-12T13:00"}},
        Example{"FREQ=WEEKLY;INTERVAL=2;WKST=SU",
                {"1997-09-02T13:00", "1997-09-16T13:00", "1997-09-30T13:00", "1997-10-14T13:00",
                 "1997-10-28T14:00", "1997-11-11T14:00"}},
        Example{"FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
                {"1997-09-02T13:00", "1997-09-04T13:00", "1997-09-16T13:00", "1997-09-18T13:00",
                 "1997-09-30T13:00", "1997-10-02T13:00", "1997-10-14T13:00", "1997-10-16T13:00"}},
        Example{"FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
                {"1997-09-22T13:00", "1997-10-20T13:00", "1997-11-17T14:00", "1997-12-22T14:00",
                 "1998-01-19T14:00", "1998-02-16T14:00"}},
        Example{"FREQ=MONTHLY;BYMONTHDAY=-3",
                {"1997-09-28T13:00", "1997-10-29T14:00", "1997-11-28T14:00", "1997-12-29T14:00"}},
        Example{"FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
                {"1997-09-30T13:00", "1997-10-01T13:00", "1997-10-31T14:00", "1997-11-01T14:00",
                 "1997-11-30T14:00", "1997-12-01T14:00"}},
        Example{"FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
                {"1998-02-13T14:00", "1998-03-13T14:00", "1998-11-13T14:00", "1999-08-13T13:00",
                 "2000-10-13T13:00"}},
        Example{"FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
                {"1997-09-04T13:00", "1997-10-07T13:00", "1997-11-06T14:00"}},
        Example{"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
                {"1997-09-29T13:00", "1997-10-30T14:00", "1997-11-27T14:00", "1997-12-30T14:00"}},
        Example{"FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000Z",
                {"1997-09-02T13:00", "1997-09-02T16:00"}},
        Example{"FREQ=MINUTELY;INTERVAL=90;COUNT=4",
                {"1997-09-02T13:00", "1997-09-02T14:30", "1997-09-02T16:00", "1997-09-02T17:30"}},
        Example{"FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16",
                {"1997-09-02T13:00", "1997-09-02T13:20", "1997-09-02T13:40", "1997-09-02T14:00"}},
        Example{"FREQ=DAILY;BYHOUR=16,9;BYMINUTE=40,0",
                {"1997-09-02T13:00", "1997-09-02T13:40", "1997-09-02T20:00", "1997-09-02T20:40",
                 "1997-09-03T13:00"}}));

// What RFC 5545 leaves to the implementation: a start long ago costs no walk from there.
TEST(RecurrenceTest, AnOldStartIsNoBurden) {
  const auto hourly =
      calendar(work::ScheduleKind::Rrule, "FREQ=HOURLY;INTERVAL=7", "UTC", "1970-01-01T00:00:00Z");
  const auto started = std::chrono::steady_clock::now();
  const auto next = next_ones(hourly, "2026-06-01T00:00:00Z", 20);
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::milliseconds(500));
  // 494,520 hours from the start, of which 7 leaves 5.
  EXPECT_EQ(next.front(), "2026-06-01T02:00");
}

}  // namespace
}  // namespace orbbench::tests
