#include "zone_rule.hpp"

#include <algorithm>
#include <regex>

#include "orbbench/work/calendar.hpp"

namespace orbbench::work {
namespace {

using namespace std::chrono;

constexpr int kLastYear = 2200;

/// "Sunday of the last week in March, at 02:00": M3.5.0/2.
struct YearlyChange {
  unsigned month = 0;
  unsigned week = 0;  ///< 5: the last one
  unsigned weekday = 0;
  seconds time;  ///< of local time; may be of another day
};

/// [+-]hh[:mm[:ss]]
seconds parse_time(const std::string& text) {
  static const std::regex form(R"(([+-]?)(\d{1,3})(?::(\d\d))?(?::(\d\d))?)");
  std::smatch part;
  std::regex_match(text, part, form);
  const auto number = [&](std::size_t index) {
    return part[index].matched ? std::stoi(part[index]) : 0;
  };
  const seconds size = hours(number(2)) + minutes(number(3)) + seconds(number(4));
  return part[1] == "-" ? -size : size;
}

sys_seconds instant_of(const YearlyChange& change, int in_year, seconds offset) {
  const auto in_month = year(in_year) / month(change.month);
  const weekday on(change.weekday);
  const sys_days date =
      change.week == 5 ? sys_days(in_month / on[last]) : sys_days(in_month / on[change.week]);
  return sys_seconds(date) + change.time - offset;
}

YearlyChange yearly_change(const std::smatch& part, std::size_t first) {
  constexpr hours kUsual{2};
  const auto number = [&](std::size_t index) {
    return static_cast<unsigned>(std::stoul(part[first + index]));
  };
  const auto time = part[first + 3];
  return {number(0), number(1), number(2), time.matched ? parse_time(time) : kUsual};
}

}  // namespace

void append_changes(std::vector<TimeZone::Change>& changes, const std::string& footer,
                    const std::string& zone) {
  const std::string name = "(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]{3,}>)";
  const std::string time = R"([+-]?\d{1,3}(?::\d\d){0,2})";
  const std::string day = R"(M(1[0-2]|[1-9])\.([1-5])\.([0-6])(?:/()" + time + "))?";
  static const std::regex form(name + "(" + time + ")(?:" + name + "(" + time + ")?," + day + "," +
                               day + ")?");
  std::smatch part;
  if (footer.empty()) {
    return;
  }
  if (!std::regex_match(footer, part, form)) {
    throw CalendarError("time zone '" + zone + "' has a rule that is not understood: " + footer);
  }
  // POSIX counts westwards.
  const seconds standard = -parse_time(part[1]);
  if (!part[3].matched) {
    return;
  }
  const seconds summer = part[2].matched ? -parse_time(part[2]) : standard + hours(1);
  const YearlyChange start = yearly_change(part, 3);
  const YearlyChange end = yearly_change(part, 7);
  const sys_seconds known = changes.back().at;
  const int first_year =
      std::max(1970, static_cast<int>(year_month_day(floor<days>(known)).year()));
  std::vector<TimeZone::Change> later;
  for (int in_year = first_year; in_year <= kLastYear; ++in_year) {
    later.push_back({instant_of(start, in_year, standard), summer});
    later.push_back({instant_of(end, in_year, summer), standard});
  }
  std::erase_if(later, [&](const TimeZone::Change& change) { return change.at <= known; });
  std::ranges::sort(later, {}, &TimeZone::Change::at);
  changes.insert(changes.end(), later.begin(), later.end());
}

}  // namespace orbbench::work
