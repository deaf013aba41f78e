#pragma once

#include <string>
#include <vector>

#include "orbbench/work/calendar.hpp"

namespace orbbench::tests {

/// "2026-03-28T01:30:00Z"
inline work::Instant at(const std::string& text) {
  return store::parse_instant(text);
}

inline work::Calendar calendar(work::ScheduleKind kind, const std::string& expression,
                               const std::string& zone = "UTC",
                               const std::string& starts = "2026-01-01T00:00:00Z") {
  return work::Calendar({kind, expression, zone, at(starts)});
}

/// The next ones, as a clock that is wound on by hand would meet them; to the minute.
inline std::vector<std::string> next_ones(const work::Calendar& calendar, const std::string& after,
                                          std::size_t count) {
  std::vector<std::string> found;
  work::Instant now = at(after);
  while (found.size() < count) {
    const auto next = calendar.next_after(now);
    if (!next) {
      break;
    }
    found.push_back(store::to_text(*next).substr(0, 16));
    now = *next;
  }
  return found;
}

}  // namespace orbbench::tests
