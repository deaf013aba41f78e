#include "orbbench/work/calendar.hpp"

#include <algorithm>
#include <array>
#include <regex>

#include "cron_expression.hpp"
#include "due_instants.hpp"
#include "recurrence_rule.hpp"
#include "time_zone.hpp"

namespace orbbench::work {
namespace {

using namespace std::chrono;

constexpr std::array<const char*, 4> kKinds{"once", "interval", "cron", "rrule"};

std::string shown(const std::string& text) {
  return "'" + text.substr(0, 80) + "'";
}

/// A day and a time of day in the groups of a match; nothing where there is no such day or time.
std::optional<local_seconds> local_time(const std::smatch& part) {
  const auto number = [&](std::size_t index) {
    return part[index].matched ? std::stoi(part[index]) : 0;
  };
  const year_month_day date{year(number(1)), month(static_cast<unsigned>(number(2))),
                            day(static_cast<unsigned>(number(3)))};
  if (!date.ok() || number(4) > 23 || number(5) > 59 || number(6) > 59) {
    return std::nullopt;
  }
  return local_days(date) + hours(number(4)) + minutes(number(5)) + seconds(number(6));
}

sys_seconds instant_in(const TimeZone& zone, local_seconds time, bool is_utc) {
  return is_utc ? sys_seconds(time.time_since_epoch()) : zone.instants(time).front();
}

Instant parse_once(const std::string& text, const TimeZone& zone) {
  static const std::regex form(R"((\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?(Z?))");
  std::smatch part;
  const auto time = std::regex_match(text, part, form) ? local_time(part) : std::nullopt;
  if (!time) {
    throw CalendarError(shown(text) + " is no time such as 2026-12-24T22:00:00");
  }
  return instant_in(zone, *time, part[7] == "Z");
}

seconds parse_interval(const std::string& text) {
  constexpr days kLongest{3660};
  static const std::regex form(R"((\d{1,9})([smhd]))");
  std::smatch part;
  seconds interval{0};
  if (std::regex_match(text, part, form)) {
    const char unit = *part[2].first;
    const seconds one = unit == 's'   ? seconds(1)
                        : unit == 'm' ? seconds(minutes(1))
                        : unit == 'h' ? seconds(hours(1))
                                      : seconds(days(1));
    interval = one * std::stol(part[1]);
  }
  if (interval < seconds(1) || interval > kLongest) {
    throw CalendarError(shown(text) + " is no interval such as 90s, 15m, 8h or 1d");
  }
  return interval;
}

/// The last instant that is due. A day is due to its end.
sys_seconds parse_until(const std::string& text, const TimeZone& zone) {
  static const std::regex form(R"((\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?)");
  std::smatch part;
  const auto time = std::regex_match(text, part, form) ? local_time(part) : std::nullopt;
  if (!time) {
    throw CalendarError("UNTIL=" + text.substr(0, 30) +
                        " is no time such as 20261224T220000Z, and no day such as 20261224");
  }
  return part[4].matched ? instant_in(zone, *time, part[7] == "Z")
                         : zone.instants(*time + days(1) - seconds(1)).back();
}

}  // namespace

const char* to_text(ScheduleKind kind) {
  return kKinds.at(static_cast<std::size_t>(kind));
}

ScheduleKind parse_schedule_kind(const std::string& text) {
  const auto* const found = std::ranges::find(kKinds, text);
  if (found == kKinds.end()) {
    throw CalendarError(shown(text) + " is no kind of schedule: once, interval, cron, rrule");
  }
  return static_cast<ScheduleKind>(found - kKinds.begin());
}

class Calendar::Implementation {
 public:
  explicit Implementation(const Timing& timing)
      : starts_(timing.starts), zone_(TimeZone::load(timing.time_zone)) {
    switch (timing.kind) {
      case ScheduleKind::Once:
        once_ = parse_once(timing.expression, zone_);
        break;
      case ScheduleKind::Interval:
        interval_ = parse_interval(timing.expression);
        break;
      case ScheduleKind::Cron:
        times_ = std::make_unique<CronExpression>(timing.expression);
        break;
      case ScheduleKind::Rrule:
        use_rule(timing.expression);
        break;
    }
    if (!next_after(starts_ - microseconds(1))) {
      throw CalendarError(shown(timing.expression) + " is never due from " +
                          store::to_text(starts_) + " on");
    }
  }

  std::optional<Instant> next_after(Instant instant) const {
    const Instant after = std::max(instant, starts_ - microseconds(1));
    if (once_) {
      return *once_ > after ? once_ : std::nullopt;
    }
    if (interval_) {
      return after < starts_ ? starts_
                             : starts_ + ((after - starts_) / *interval_ + 1) * *interval_;
    }
    const auto next = next_instant(*times_, zone_, floor<seconds>(after));
    return next && (!until_ || *next <= *until_) ? std::optional<Instant>(next) : std::nullopt;
  }

 private:
  void use_rule(const std::string& text) {
    auto rule = std::make_unique<RecurrenceRule>(text, zone_.local(floor<seconds>(starts_)));
    if (!rule->until().empty()) {
      until_ = parse_until(rule->until(), zone_);
    }
    times_ = std::move(rule);
  }

  Instant starts_;
  TimeZone zone_;
  std::optional<Instant> once_;
  std::optional<seconds> interval_;
  std::unique_ptr<const LocalTimes> times_;
  std::optional<sys_seconds> until_;
};

Calendar::Calendar(const Timing& timing)
    : implementation_(std::make_unique<const Implementation>(timing)) {}
Calendar::~Calendar() = default;
Calendar::Calendar(Calendar&&) noexcept = default;
Calendar& Calendar::operator=(Calendar&&) noexcept = default;

std::optional<Instant> Calendar::next_after(Instant instant) const {
  return implementation_->next_after(instant);
}

}  // namespace orbbench::work
