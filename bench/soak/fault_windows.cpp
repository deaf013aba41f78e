#include "soak/fault_windows.hpp"

#include <algorithm>

namespace orbbench::bench {
namespace {

using std::chrono::nanoseconds;

bool shows_effect(const PlannedFault& fault, const EndedCall& call) {
  if (const auto* delayed = std::get_if<DelayedReplies>(&fault.what)) {
    return call.ended - call.sent >= delayed->delay;
  }
  return !fault.is_of_proxy() && call.outcome != Outcome::Ok;
}

}  // namespace

FaultWindows::FaultWindows(const FaultTimetable& timetable, nanoseconds deadline)
    : timetable_(timetable), deadline_(deadline), windows_(timetable.size()) {}

void FaultWindows::open(std::size_t fault, Clock::time_point instant) {
  windows_[fault].begin = instant.time_since_epoch();
}

void FaultWindows::close(std::size_t fault, Clock::time_point instant) {
  windows_[fault].end = instant.time_since_epoch();
}

void FaultWindows::set_effects(std::size_t fault, std::uint64_t effects) {
  windows_[fault].effects = effects;
}

bool FaultWindows::declares(const EndedCall& call) {
  const nanoseconds due = call.due.time_since_epoch();
  const nanoseconds ended = call.ended.time_since_epoch();
  bool is_declared = false;
  for (std::size_t i = 0; i < windows_.size(); ++i) {
    Window& window = windows_[i];
    if (window.begin.load() > ended) {
      continue;
    }
    const nanoseconds end = window.end;
    if (due <= end) {
      is_declared = true;
      prolong(window, ended);
      window.effects += shows_effect(timetable_[i], call) ? 1 : 0;
    } else if (due <= std::min(window.aftermath.load(), end + deadline_)) {
      is_declared = true;
    }
  }
  return is_declared;
}

/// A call that lasts on keeps those that are due on its lane waiting.
void FaultWindows::prolong(Window& window, nanoseconds ended) const {
  nanoseconds known = window.aftermath;
  while (known < ended && !window.aftermath.compare_exchange_weak(known, ended)) {
  }
}

bool FaultWindows::core_was_killed(Clock::time_point begin, Clock::time_point end) const {
  for (std::size_t i = 0; i < windows_.size(); ++i) {
    if (timetable_[i].kills_core() && windows_[i].begin.load() <= end.time_since_epoch() &&
        windows_[i].end.load() >= begin.time_since_epoch()) {
      return true;
    }
  }
  return false;
}

}  // namespace orbbench::bench
