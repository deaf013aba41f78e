// The calendar against the C library's clocks and a walk through every minute. The walk knows
// nothing of fields, offsets and libraries: it looks at what a clock shows.

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <random>
#include <set>

#include "made_calendar.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono;
using work::Calendar;
using work::Instant;
using work::ScheduleKind;

using Matches = std::function<bool(const std::tm&)>;

/// What the C library's clock shows. The zone is the whole process's: one at a time.
class SystemClock {
 public:
  explicit SystemClock(const std::string& zone) {
    setenv("TZ", zone.c_str(), 1);
    tzset();
  }
  ~SystemClock() {
    unsetenv("TZ");
    tzset();
  }
  SystemClock(const SystemClock&) = delete;
  SystemClock& operator=(const SystemClock&) = delete;

  static std::tm shown(std::time_t instant) {
    std::tm clock{};
    localtime_r(&instant, &clock);
    return clock;
  }
};

std::time_t as_if_utc(std::tm clock) {
  return timegm(&clock);
}

std::tm back_to_clock(std::time_t shown) {
  std::tm clock{};
  gmtime_r(&shown, &clock);
  return clock;
}

/// Each instant within [from, to) at which something is due.
std::set<std::time_t> walk(std::time_t from, std::time_t to, const Matches& matches,
                           bool has_open_hours) {
  constexpr std::time_t kLead = 4 * std::time_t{3600};
  std::set<std::time_t> due;
  std::set<std::time_t> seen;
  std::time_t expected = as_if_utc(SystemClock::shown(from - kLead));
  for (std::time_t now = from - kLead; now < to; now += 60, expected += 60) {
    const std::time_t shown = as_if_utc(SystemClock::shown(now));
    // The clocks were put on: what they skipped is due as if they had not been.
    for (std::time_t skipped = expected, later = now; skipped < shown; skipped += 60, later += 60) {
      if (later >= from && later < to && matches(back_to_clock(skipped))) {
        due.insert(later);
      }
    }
    expected = shown;
    const bool is_first = seen.insert(shown).second;
    if (now >= from && (is_first || has_open_hours) && matches(back_to_clock(shown))) {
      due.insert(now);
    }
  }
  return due;
}

std::set<std::time_t> unfold(const Calendar& calendar, std::time_t from, std::time_t to) {
  std::set<std::time_t> due;
  Instant now = sys_seconds(seconds(from - 1));
  while (const auto next = calendar.next_after(now)) {
    const std::time_t seconds_since = floor<seconds>(*next).time_since_epoch().count();
    if (seconds_since >= to) {
      break;
    }
    EXPECT_GT(*next, now);
    due.insert(seconds_since);
    now = *next;
  }
  return due;
}

class CalendarPropertyTest : public testing::TestWithParam<const char*> {
 protected:
  int number(int least, int most) {
    return std::uniform_int_distribution<int>(least, most)(random_);
  }

  /// Two to four days, within which there is mostly a change of the clocks.
  std::pair<std::time_t, std::time_t> stretch() {
    static constexpr std::array<const char*, 8> kDays{"2026-03-28", "2026-10-24", "2027-03-13",
                                                      "2027-11-06", "2026-04-04", "2026-10-03",
                                                      "2041-03-30", "2041-10-26"};
    const std::string day = kDays.at(static_cast<std::size_t>(number(0, 7)));
    const std::time_t from = floor<seconds>(at(day + "T00:00:00Z")).time_since_epoch().count() +
                             std::time_t{60} * number(0, 1439);
    return {from, from + std::time_t{86400} * number(1, 3)};
  }

  std::mt19937 random_{20261121};
};

std::string some_of(const std::set<int>& numbers) {
  std::string text;
  for (const int one : numbers) {
    text += (text.empty() ? "" : ",") + std::to_string(one);
  }
  return text;
}

TEST_P(CalendarPropertyTest, SC01_CronIsWhatAWalkThroughEveryMinuteMeets) {
  const SystemClock clock(GetParam());
  for (int i = 0; i < 60; ++i) {
    std::set<int> minutes;
    std::set<int> hours;
    std::set<int> weekdays;
    for (int k = number(1, 3); k > 0; --k) {
      minutes.insert(number(0, 59));
      hours.insert(number(0, 4));
      weekdays.insert(number(0, 6));
    }
    const bool is_open = number(0, 2) == 0;
    const bool any_day = number(0, 1) == 0;
    const std::string text = some_of(minutes) + (is_open ? " * " : " " + some_of(hours) + " ") +
                             "* * " + (any_day ? "*" : some_of(weekdays));
    SCOPED_TRACE(text);
    const auto [from, to] = stretch();
    const auto due = walk(
        from, to,
        [&](const std::tm& shown) {
          return minutes.contains(shown.tm_min) && (is_open || hours.contains(shown.tm_hour)) &&
                 (any_day || weekdays.contains(shown.tm_wday));
        },
        is_open);
    EXPECT_EQ(unfold(calendar(ScheduleKind::Cron, text, GetParam()), from, to), due);
  }
}

TEST_P(CalendarPropertyTest, SC01_ARuleIsWhatAWalkThroughEveryMinuteMeets) {
  static constexpr std::array<const char*, 7> kNames{"SU", "MO", "TU", "WE", "TH", "FR", "SA"};
  const SystemClock clock(GetParam());
  for (int i = 0; i < 60; ++i) {
    const bool is_open = number(0, 2) == 0;
    const int step = number(1, is_open ? 7 : 4);
    const int hour = number(0, 4);
    const int minute = number(0, 59);
    const int weekday = number(0, 6);
    const bool any_day = number(0, 1) == 0;
    const std::string text =
        (is_open ? "FREQ=HOURLY;INTERVAL=" : "FREQ=DAILY;INTERVAL=") + std::to_string(step) +
        (is_open ? "" : ";BYHOUR=" + std::to_string(hour)) + ";BYMINUTE=" + std::to_string(minute) +
        (any_day ? "" : std::string(";BYDAY=") + kNames.at(static_cast<std::size_t>(weekday)));
    SCOPED_TRACE(text);
    const auto [from, to] = stretch();
    const work::Timing timing{ScheduleKind::Rrule, text, GetParam(), at("2026-01-01T12:00:00Z")};
    const std::time_t start =
        as_if_utc(SystemClock::shown(floor<seconds>(timing.starts).time_since_epoch().count()));
    const auto due = walk(
        from, to,
        [&, start = start](const std::tm& shown) {
          const std::time_t time = as_if_utc(shown);
          const std::time_t unit = is_open ? 3600 : 86400;
          const bool is_step = (time / unit - start / unit) % step == 0;
          return is_step && shown.tm_min == minute && (is_open || shown.tm_hour == hour) &&
                 (any_day || shown.tm_wday == weekday);
        },
        is_open);
    EXPECT_EQ(unfold(Calendar(timing), from, to), due);
  }
}

// Beyond the last change that the zone's file lists, its footer counts.
TEST_P(CalendarPropertyTest, TheClocksAreTheCLibrarys) {
  const SystemClock clock(GetParam());
  const auto quarterly = calendar(ScheduleKind::Cron, "0 12 1 */3 *", GetParam());
  Instant now = at("2026-01-02T00:00:00Z");
  for (int i = 0; i < 4 * 70; ++i) {
    now = quarterly.next_after(now).value();
    const std::tm shown = SystemClock::shown(floor<seconds>(now).time_since_epoch().count());
    ASSERT_EQ(std::pair(shown.tm_hour, shown.tm_min), std::pair(12, 0)) << store::to_text(now);
  }
}

INSTANTIATE_TEST_SUITE_P(Zones, CalendarPropertyTest,
                         testing::Values("UTC", "Europe/Berlin", "America/New_York",
                                         "Australia/Lord_Howe", "Europe/Dublin",
                                         "America/Sao_Paulo", "Africa/Cairo", "Asia/Kathmandu",
                                         "Pacific/Chatham", "America/Nuuk"));

}  // namespace
}  // namespace orbbench::tests
