#include "cron_expression.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <span>
#include <sstream>
#include <utility>
#include <vector>

#include "orbbench/work/calendar.hpp"

namespace orbbench::work {
namespace {

using namespace std::chrono;

// From one 29 February to the next, across a year such as 2100.
constexpr days kLongestRest{8 * 366};

constexpr std::array<const char*, 12> kMonths{"jan", "feb", "mar", "apr", "may", "jun",
                                              "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<const char*, 7> kWeekdays{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

struct Field {
  const char* name;
  unsigned least;
  unsigned most;
  std::span<const char* const> names;  ///< of `least` and what follows it
};
constexpr std::array<Field, 5> kFields{{{"minute", 0, 59, {}},
                                        {"hour", 0, 23, {}},
                                        {"day of the month", 1, 31, {}},
                                        {"month", 1, 12, kMonths},
                                        {"day of the week", 0, 7, kWeekdays}}};

constexpr std::array<std::pair<const char*, const char*>, 6> kShortForms{
    {{"@hourly", "0 * * * *"},
     {"@daily", "0 0 * * *"},
     {"@midnight", "0 0 * * *"},
     {"@weekly", "0 0 * * 0"},
     {"@monthly", "0 0 1 * *"},
     {"@yearly", "0 0 1 1 *"}}};

std::vector<std::string> split(const std::string& text, char by) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, by);) {
    parts.push_back(part);
  }
  if (text.empty() || text.back() == by) {
    parts.emplace_back();
  }
  return parts;
}

std::string in_lower_case(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

/// Reads one field into the numbers that it names.
class FieldReader {
 public:
  FieldReader(const Field& field, const std::string& expression)
      : field_(field), expression_(expression) {}

  template <std::size_t N>
  void read(const std::string& text, std::bitset<N>& numbers) const {
    for (const std::string& part : split(text, ',')) {
      const Range range = range_of(part);
      for (unsigned number = range.first; number <= range.last; number += range.step) {
        numbers.set(number);
      }
    }
  }

 private:
  struct Range {
    unsigned first;
    unsigned last;
    unsigned step;
  };

  [[noreturn]] void fail(const std::string& text) const {
    throw CalendarError("cron expression '" + expression_.substr(0, 80) + "': '" +
                        text.substr(0, 20) + "' is no " + field_.name + " (" +
                        std::to_string(field_.least) + " to " + std::to_string(field_.most) + ")");
  }

  Range range_of(const std::string& part) const {
    const std::size_t slash = part.find('/');
    const std::string base = part.substr(0, slash);
    const bool has_step = slash != std::string::npos;
    const unsigned step = has_step ? plain_number(part.substr(slash + 1), part) : 1;
    const std::size_t dash = base.find('-');
    Range range{field_.least, field_.most, step};
    if (base != "*") {
      range.first = number(base.substr(0, dash), part);
      range.last = dash == std::string::npos ? range.first : number(base.substr(dash + 1), part);
    }
    // A step without a range is an error of most who write it: 5/15 is 5-59/15 or */15.
    const bool is_lone = base != "*" && dash == std::string::npos;
    if (range.first > range.last || step == 0 || (has_step && is_lone)) {
      fail(part);
    }
    return range;
  }

  unsigned number(const std::string& text, const std::string& part) const {
    const auto name = std::ranges::find(field_.names, in_lower_case(text));
    const unsigned value = name != field_.names.end()
                               ? field_.least + static_cast<unsigned>(name - field_.names.begin())
                               : plain_number(text, part);
    if (value < field_.least || value > field_.most) {
      fail(part);
    }
    return value;
  }

  unsigned plain_number(const std::string& text, const std::string& part) const {
    const auto is_digit = [](unsigned char c) { return std::isdigit(c) != 0; };
    if (text.empty() || text.size() > 4 || !std::ranges::all_of(text, is_digit)) {
      fail(part);
    }
    return static_cast<unsigned>(std::stoul(text));
  }

  const Field& field_;
  const std::string& expression_;
};

std::array<std::string, 5> fields_of(const std::string& text) {
  const auto* const found = std::ranges::find(
      kShortForms, in_lower_case(text), [](const auto& form) { return std::string(form.first); });
  std::istringstream stream(found != kShortForms.end() ? found->second : text);
  std::array<std::string, 5> fields;
  for (std::string& field : fields) {
    stream >> field;
  }
  std::string further;
  if (fields.back().empty() || stream >> further) {
    throw CalendarError("cron expression '" + text.substr(0, 80) +
                        "' has not five fields: minute, hour, day of the month, month, day of the "
                        "week");
  }
  return fields;
}

}  // namespace

CronExpression::CronExpression(const std::string& text) {
  const std::array<std::string, 5> fields = fields_of(text);
  FieldReader(kFields[0], text).read(fields[0], minutes_);
  FieldReader(kFields[1], text).read(fields[1], hours_);
  FieldReader(kFields[2], text).read(fields[2], days_);
  FieldReader(kFields[3], text).read(fields[3], months_);
  FieldReader(kFields[4], text).read(fields[4], weekdays_);
  weekdays_[0] = weekdays_[0] || weekdays_[7];
  every_hour_ = fields[1].starts_with('*');
  any_day_ = fields[2].starts_with('*');
  any_weekday_ = fields[4].starts_with('*');
}

bool CronExpression::has_day(year_month_day date) const {
  if (!months_[static_cast<unsigned>(date.month())]) {
    return false;
  }
  const bool by_day = days_[static_cast<unsigned>(date.day())];
  const bool by_weekday = weekdays_[weekday(sys_days(date)).c_encoding()];
  return any_day_ || any_weekday_ ? by_day && by_weekday : by_day || by_weekday;
}

std::optional<minutes> CronExpression::time_of_day_from(minutes earliest) const {
  for (minutes time = earliest; time < days(1);) {
    const auto hour = static_cast<std::size_t>(floor<hours>(time).count());
    const auto minute = static_cast<std::size_t>((time % hours(1)).count());
    if (!hours_[hour]) {
      time = floor<hours>(time) + hours(1);
    } else if (minutes_[minute]) {
      return time;
    } else {
      time += minutes(1);
    }
  }
  return std::nullopt;
}

std::optional<local_seconds> CronExpression::at_or_after(local_seconds time) const {
  const auto wanted = ceil<minutes>(time);
  const auto first_day = floor<days>(wanted);
  for (auto day = first_day; day <= first_day + kLongestRest; day += days(1)) {
    if (!has_day(year_month_day(sys_days(day.time_since_epoch())))) {
      continue;
    }
    const minutes earliest = day == first_day ? wanted - day : minutes(0);
    if (const auto time_of_day = time_of_day_from(earliest)) {
      return day + *time_of_day;
    }
  }
  return std::nullopt;
}

}  // namespace orbbench::work
