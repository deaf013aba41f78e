#pragma once

#include <bitset>
#include <string>

#include "local_times.hpp"

namespace orbbench::work {

/// The five fields of crontab(5): minute, hour, day of the month, month, day of the week; each *, a
/// number, a range, any of them with a step, or several by commas. Months and days of the week have
/// names too; 7 is Sunday. Where both kinds of day are given, either will do.
class CronExpression : public LocalTimes {
 public:
  /// Throws CalendarError.
  explicit CronExpression(const std::string& text);

  std::optional<std::chrono::local_seconds> at_or_after(
      std::chrono::local_seconds time) const override;
  bool has_open_hours() const override { return every_hour_; }

 private:
  bool has_day(std::chrono::year_month_day date) const;
  std::optional<std::chrono::minutes> time_of_day_from(std::chrono::minutes earliest) const;

  std::bitset<60> minutes_;
  std::bitset<24> hours_;
  std::bitset<32> days_;
  std::bitset<13> months_;
  std::bitset<8> weekdays_;  ///< 0 and 7 are one
  bool every_hour_ = false;
  bool any_day_ = false;      ///< the field begins with *
  bool any_weekday_ = false;  ///< likewise
};

}  // namespace orbbench::work
