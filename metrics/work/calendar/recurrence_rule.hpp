#pragma once

#include <map>
#include <string>

#include "local_times.hpp"

struct icalrecurrencetype;

namespace orbbench::work {

/// A RECUR value of RFC 5545 (section 3.3.10), which libical unfolds. What it gets wrong or does
/// not end with is refused or kept from it: see the source.
class RecurrenceRule : public LocalTimes {
 public:
  /// `start` is DTSTART by the clocks of the schedule's zone. Throws CalendarError.
  RecurrenceRule(const std::string& text, std::chrono::local_seconds start);

  /// UNTIL is not looked at.
  std::optional<std::chrono::local_seconds> at_or_after(
      std::chrono::local_seconds time) const override;
  bool has_open_hours() const override { return step_ != std::chrono::seconds(0); }

  /// As it was written; empty without one. What comes after it is not due.
  const std::string& until() const { return until_; }

 private:
  std::chrono::local_seconds aligned_start(std::chrono::local_seconds time) const;

  std::string rule_;  ///< for libical
  std::string until_;
  std::chrono::local_seconds start_;
  std::chrono::seconds step_{0};  ///< from one to the next, where FREQ is less than a day
  bool is_counted_ = false;
};

}  // namespace orbbench::work
