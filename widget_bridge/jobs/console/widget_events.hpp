#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>

namespace orbbench::console {

/// Something that was done with a widget from this console.
struct WidgetEntry {
  std::uint64_t number = 0;  ///< from 1, without gaps
  std::chrono::system_clock::time_point time = {};
  std::string what = {};  ///< "invoke echo", "move"
  enum class Outcome : std::uint8_t { Done, Failed } outcome = Outcome::Done;
  std::string detail = {};            ///< one line
  std::chrono::microseconds took{0};  ///< of the remote call; 0 where there was none
};

/// The latest of what happened to one widget: the oldest go when kMost is reached, and are counted.
class WidgetEvents {
 public:
  static constexpr std::size_t kMost = 200;

  /// Gives it its number and time.
  void add(WidgetEntry entry);
  const std::deque<WidgetEntry>& entries() const { return entries_; }
  std::uint64_t written() const { return written_; }
  std::uint64_t dropped() const { return written_ - entries_.size(); }

 private:
  std::deque<WidgetEntry> entries_;
  std::uint64_t written_ = 0;
};

}  // namespace orbbench::console
