#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace orbbench::work {

/// The clocks of a region, as the system's tz database has them. Immutable.
class TimeZone {
 public:
  struct Change {
    std::chrono::sys_seconds at;
    std::chrono::seconds offset;  ///< of local time to UTC, from then on
    bool operator==(const Change&) const = default;
  };

  /// Throws CalendarError if there is no such zone.
  static TimeZone load(const std::string& name);

  /// `changes` in order, the first one being for all time before it too.
  explicit TimeZone(std::vector<Change> changes) : changes_(std::move(changes)) {}

  std::chrono::local_seconds local(std::chrono::sys_seconds instant) const;

  /// When clocks show that: once, or as often as it comes, the first one first. Where it is
  /// skipped, the instant at which they would have shown it without the change (RFC 5545,
  /// section 3.3.5).
  std::vector<std::chrono::sys_seconds> instants(std::chrono::local_seconds local) const;

 private:
  using Place = std::vector<Change>::const_iterator;
  Place change_before(std::chrono::sys_seconds instant) const;

  std::vector<Change> changes_;
};

}  // namespace orbbench::work
