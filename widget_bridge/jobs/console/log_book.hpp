#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace orbbench::console {

enum class LogLevel : std::uint8_t { Debug, Info, Warning, Error };

/// Lower case: "warning".
std::string_view name_of(LogLevel level);

struct LogLine {
  std::uint64_t number = 0;  ///< from 1, without gaps
  std::chrono::system_clock::time_point time;
  LogLevel level = LogLevel::Info;
  std::string source;  ///< who says it: "connection", "widgets", "run"
  std::string text;    ///< one line
};

/// What the console has to say, the latest lines of it: the oldest go when kMost is reached, and
/// are counted. Thread-safe.
class LogBook {
 public:
  static constexpr std::size_t kMost = 10'000;
  static constexpr std::size_t kMostOctetsOfLine = 4096;  ///< the rest of a line is cut off

  /// Line breaks and other control characters become spaces.
  void write(LogLevel level, std::string source, std::string text);

  /// Lines with a number above `number`, in their order.
  std::vector<LogLine> after(std::uint64_t number) const;

  std::uint64_t dropped() const;

 private:
  mutable std::mutex mutex_;
  std::deque<LogLine> lines_;
  std::uint64_t written_ = 0;
};

}  // namespace orbbench::console
