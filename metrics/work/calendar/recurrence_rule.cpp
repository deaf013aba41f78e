#include "recurrence_rule.hpp"

#include <libical/ical.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>
#include <numeric>
#include <sstream>
#include <vector>

#include "orbbench/work/calendar.hpp"

namespace orbbench::work {
namespace {

using namespace std::chrono;
using Parts = std::map<std::string, std::string>;

// Each of them is walked from the first one on.
constexpr int kMostCounted = 10'000;

constexpr std::array<const char*, 14> kKnownParts{
    "FREQ",     "INTERVAL", "COUNT",   "UNTIL",      "WKST",      "BYDAY",    "BYHOUR",
    "BYMINUTE", "BYSECOND", "BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"};
constexpr std::array<const char*, 5> kPartsOfADay{"BYDAY", "BYHOUR", "BYMINUTE", "BYSECOND",
                                                  "WKST"};
constexpr std::array<const char*, 7> kWeekdays{"SU", "MO", "TU", "WE", "TH", "FR", "SA"};

[[noreturn]] void fail(const std::string& text, const std::string& problem) {
  throw CalendarError("rule '" + text.substr(0, 80) + "': " + problem);
}

std::vector<std::string> split(const std::string& text, char by) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, by);) {
    parts.push_back(part);
  }
  return parts;
}

bool is_number(const std::string& text) {
  const std::size_t start = text.starts_with('-') || text.starts_with('+') ? 1 : 0;
  return text.size() > start && text.size() < start + 7 &&
         std::all_of(text.begin() + static_cast<std::ptrdiff_t>(start), text.end(),
                     [](unsigned char c) { return std::isdigit(c) != 0; });
}

/// libical 3.0 gives times in the order of the lists, and not in time's.
std::string sorted(const std::string& list) {
  std::vector<std::string> items = split(list, ',');
  if (!std::ranges::all_of(items, is_number)) {
    return list;
  }
  std::ranges::sort(items, {}, [](const std::string& item) { return std::stoi(item); });
  std::string text;
  for (const std::string& item : items) {
    text += (text.empty() ? "" : ",") + item;
  }
  return text;
}

Parts parts_of(const std::string& text) {
  std::string upper = text;
  std::ranges::transform(upper, upper.begin(), [](unsigned char c) { return std::toupper(c); });
  if (upper.starts_with("RRULE:")) {
    upper.erase(0, 6);
  }
  Parts parts;
  for (const std::string& part : split(upper, ';')) {
    const std::size_t equals = part.find('=');
    const std::string name = part.substr(0, equals);
    const std::string value = equals == std::string::npos ? "" : part.substr(equals + 1);
    if (std::ranges::find(kKnownParts, name) == kKnownParts.end() || value.empty()) {
      fail(text, "'" + part.substr(0, 30) + "' is no part such as FREQ=DAILY");
    }
    if (!parts.emplace(name, name.starts_with("BY") ? sorted(value) : value).second) {
      fail(text, name + " is there twice");
    }
  }
  return parts;
}

/// FREQ has to come first in what was written for RFC 2445, and does no harm there.
std::string rule_of(const Parts& parts) {
  std::string rule = "FREQ=" + parts.at("FREQ");
  for (const auto& [name, value] : parts) {
    if (name != "FREQ" && name != "UNTIL") {
      rule.append(";").append(name).append("=").append(value);
    }
  }
  return rule;
}

icaltimetype to_ical(local_seconds time) {
  const auto day = floor<days>(time);
  const year_month_day date(day);
  const hh_mm_ss<seconds> clock(time - day);
  icaltimetype result = icaltime_null_time();
  result.year = static_cast<int>(date.year());
  result.month = static_cast<int>(static_cast<unsigned>(date.month()));
  result.day = static_cast<int>(static_cast<unsigned>(date.day()));
  result.hour = static_cast<int>(clock.hours().count());
  result.minute = static_cast<int>(clock.minutes().count());
  result.second = static_cast<int>(clock.seconds().count());
  return result;
}

local_seconds from_ical(const icaltimetype& time) {
  const year_month_day date{year(time.year), month(static_cast<unsigned>(time.month)),
                            day(static_cast<unsigned>(time.day))};
  return local_days(date) + hours(time.hour) + minutes(time.minute) + seconds(time.second);
}

struct FreeIterator {
  void operator()(icalrecur_iterator* iterator) const { icalrecur_iterator_free(iterator); }
};
using Iterator = std::unique_ptr<icalrecur_iterator, FreeIterator>;

Iterator iterator_of(const std::string& rule, local_seconds start) {
  return Iterator(
      icalrecur_iterator_new(icalrecurrencetype_from_string(rule.c_str()), to_ical(start)));
}

int number_of(const Parts& parts, const char* name, int otherwise) {
  const auto part = parts.find(name);
  return part == parts.end() ? otherwise : std::stoi(part->second);
}

bool is_in_list(const Parts& parts, const char* name, const std::string& wanted) {
  const auto part = parts.find(name);
  if (part == parts.end()) {
    return true;
  }
  const std::vector<std::string> items = split(part->second, ',');
  return std::ranges::any_of(items, [&](const std::string& item) {
    return item == wanted ||
           (is_number(item) && is_number(wanted) && std::stoi(item) == std::stoi(wanted));
  });
}

/// libical tries one time after the other until the year 2582, and so minutes long, where the steps
/// from the start never meet the hours and days that are wanted. A week has them all.
bool steps_meet_filters(const Parts& parts, local_seconds start, seconds step) {
  const bool by_minutes = parts.at("FREQ") == "MINUTELY";  // an hour is unfolded into them
  constexpr seconds kWeek = days(7);
  local_seconds time = start;
  for (auto i = kWeek.count() / std::gcd(step.count(), kWeek.count()); i > 0; --i, time += step) {
    const auto day = floor<days>(time);
    const hh_mm_ss<seconds> clock(time - day);
    if (is_in_list(parts, "BYDAY", kWeekdays.at(weekday(day).c_encoding())) &&
        is_in_list(parts, "BYHOUR", std::to_string(clock.hours().count())) &&
        (!by_minutes || is_in_list(parts, "BYMINUTE", std::to_string(clock.minutes().count())))) {
      return true;
    }
  }
  return false;
}

void check_within_a_day(const std::string& text, const Parts& parts) {
  for (const auto& [name, value] : parts) {
    if (name.starts_with("BY") && std::ranges::find(kPartsOfADay, name) == kPartsOfADay.end()) {
      fail(text, name + " goes with FREQ=DAILY and longer");
    }
  }
}

void check_numbers(const std::string& text, const Parts& parts) {
  for (const char* name : {"INTERVAL", "COUNT"}) {
    const auto part = parts.find(name);
    if (part != parts.end() && (!is_number(part->second) || std::stoi(part->second) < 1)) {
      fail(text, std::string(name) + " is a number from 1 on");
    }
  }
  if (number_of(parts, "COUNT", 1) > kMostCounted) {
    fail(text, "COUNT is " + std::to_string(kMostCounted) + " at the most");
  }
  if (parts.contains("COUNT") && parts.contains("UNTIL")) {
    fail(text, "COUNT and UNTIL exclude each other");
  }
}

void check(const std::string& text, const Parts& parts) {
  const auto frequency = parts.find("FREQ");
  if (frequency == parts.end()) {
    fail(text, "it has no FREQ");
  }
  if (frequency->second == "SECONDLY") {
    fail(text, "FREQ=SECONDLY is not for schedules; an interval such as 30s is");
  }
  check_numbers(text, parts);
  // libical 3.0 ignores it with the others.
  const bool has_months = frequency->second == "MONTHLY" || frequency->second == "YEARLY";
  if (parts.contains("BYSETPOS") && !has_months) {
    fail(text, "BYSETPOS goes with FREQ=MONTHLY and FREQ=YEARLY");
  }
}

seconds step_of(const Parts& parts) {
  const std::string& frequency = parts.at("FREQ");
  const seconds unit = frequency == "MINUTELY" ? seconds(minutes(1))
                       : frequency == "HOURLY" ? seconds(hours(1))
                                               : seconds(0);
  return unit * number_of(parts, "INTERVAL", 1);
}

}  // namespace

RecurrenceRule::RecurrenceRule(const std::string& text, local_seconds start) : start_(start) {
  const Parts parts = parts_of(text);
  check(text, parts);
  step_ = step_of(parts);
  rule_ = rule_of(parts);
  is_counted_ = parts.contains("COUNT");
  const auto until = parts.find("UNTIL");
  until_ = until == parts.end() ? "" : until->second;
  if (step_ != seconds(0)) {
    check_within_a_day(text, parts);
  }
  if (!iterator_of(rule_, start_)) {
    fail(text, "it is not as RFC 5545 has it, or names no day that there is");
  }
  if (step_ != seconds(0) && !steps_meet_filters(parts, start_, step_)) {
    fail(text, "it is never due");
  }
}

/// One step before the time, so that what BYMINUTE adds to an hour is not missed.
local_seconds RecurrenceRule::aligned_start(local_seconds time) const {
  const auto steps = (time - start_) / step_ - 1;
  return steps > 0 && !is_counted_ ? start_ + steps * step_ : start_;
}

std::optional<local_seconds> RecurrenceRule::at_or_after(local_seconds time) const {
  const bool has_steps = step_ != seconds(0);
  const Iterator iterator = iterator_of(rule_, has_steps ? aligned_start(time) : start_);
  // libical 3.0 sets an hourly rule to hours that its interval does not lead to.
  if (!has_steps && !is_counted_ && time > start_) {
    icalrecur_iterator_set_start(iterator.get(), to_ical(time));
  }
  for (;;) {
    const icaltimetype next = icalrecur_iterator_next(iterator.get());
    if (icaltime_is_null_time(next) != 0) {
      return std::nullopt;
    }
    if (const local_seconds found = from_ical(next); found >= time) {
      return found;
    }
  }
}

}  // namespace orbbench::work
