#include "console/log_book.hpp"

#include <algorithm>
#include <utility>

namespace orbbench::console {

std::string_view name_of(LogLevel level) {
  switch (level) {
    case LogLevel::Debug:
      return "debug";
    case LogLevel::Info:
      return "info";
    case LogLevel::Warning:
      return "warning";
    case LogLevel::Error:
      break;
  }
  return "error";
}

void LogBook::write(LogLevel level, std::string source, std::string text) {
  constexpr unsigned char kFirstPrintable = 0x20;
  text.resize(std::min(text.size(), kMostOctetsOfLine));
  std::replace_if(
      text.begin(), text.end(),
      [](char letter) { return static_cast<unsigned char>(letter) < kFirstPrintable; }, ' ');
  const std::lock_guard lock(mutex_);
  lines_.push_back(
      {++written_, std::chrono::system_clock::now(), level, std::move(source), std::move(text)});
  if (lines_.size() > kMost) {
    lines_.pop_front();
  }
}

std::vector<LogLine> LogBook::after(std::uint64_t number) const {
  const std::lock_guard lock(mutex_);
  const auto first =
      std::partition_point(lines_.begin(), lines_.end(),
                           [number](const LogLine& line) { return line.number <= number; });
  return {first, lines_.end()};
}

std::uint64_t LogBook::dropped() const {
  const std::lock_guard lock(mutex_);
  return written_ - lines_.size();
}

}  // namespace orbbench::console
