#pragma once

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include "orbbench/work/work_run.hpp"

namespace orbbench::work {

/// A timing that cannot be. One line, which names the part that is wrong.
class CalendarError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

enum class ScheduleKind { Once, Interval, Cron, Rrule };

/// As it stands in the tables: "once", "interval", "cron", "rrule".
const char* to_text(ScheduleKind kind);
/// Throws CalendarError.
ScheduleKind parse_schedule_kind(const std::string& text);

/// When work is due.
struct Timing {
  ScheduleKind kind = ScheduleKind::Once;
  /// Once: 2026-12-24T22:00:00 by the clocks of the time zone, or with Z. Interval: 90s, 15m, 8h,
  /// 1d, of real time. Cron: five fields, or @hourly, @daily, @weekly, @monthly, @yearly. Rrule: a
  /// RECUR value of RFC 5545 (section 3.3.10).
  std::string expression;
  std::string time_zone = "UTC";  ///< Olson's name: Europe/Berlin
  /// Nothing is due before. An interval counts from it, and is due then for the first time; a rule
  /// has it for its DTSTART, to the second.
  Instant starts;
};

/// The instants at which a timing is due. Clocks that change are met so (ADR 0029): what is due at
/// a time of day that is skipped is due later, by as much as was skipped; at one that comes twice
/// it is due the first time alone, unless its hours are open (cron: the hour begins with *; rule:
/// FREQ is HOURLY or MINUTELY). May be used by any number of threads at once.
class Calendar {
 public:
  /// Reads the time zone from the system. Throws CalendarError, also where the timing is never due.
  explicit Calendar(const Timing& timing);
  ~Calendar();
  Calendar(Calendar&&) noexcept;
  Calendar& operator=(Calendar&&) noexcept;

  /// The first instant after that one; nothing when there is none any more.
  std::optional<Instant> next_after(Instant instant) const;

 private:
  class Implementation;
  std::unique_ptr<const Implementation> implementation_;
};

}  // namespace orbbench::work
