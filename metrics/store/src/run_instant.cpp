#include <array>
#include <cstdio>
#include <regex>

#include "orbbench/store/store_error.hpp"
#include "orbbench/store/stored_run.hpp"

namespace orbbench::store {

using namespace std::chrono;

std::string to_text(Instant instant) {
  const auto day = floor<days>(instant);
  const year_month_day date(day);
  const hh_mm_ss<microseconds> time(instant - day);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%06dZ",
                static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()),
                static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()),
                static_cast<int>(time.subseconds().count()));
  return text.data();
}

Instant parse_instant(const std::string& text) {
  static const std::regex form(
      R"((\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?:\.(\d{1,6}))?Z)");
  std::smatch part;
  if (text.size() > 32 || !std::regex_match(text, part, form)) {
    throw RunFormatError("'" + text.substr(0, 40) + "' is no time such as 2026-11-21T16:28:00Z");
  }
  const auto number = [&](std::size_t index) { return std::stoi(part[index]); };
  const year_month_day date{year(number(1)), month(static_cast<unsigned>(number(2))),
                            day(static_cast<unsigned>(number(3)))};
  if (!date.ok()) {
    throw RunFormatError("'" + text + "' is no day");
  }
  std::string fraction = part[7];
  fraction.resize(6, '0');
  return sys_days(date) + hours(number(4)) + minutes(number(5)) + seconds(number(6)) +
         microseconds(std::stoi(fraction));
}

}  // namespace orbbench::store
