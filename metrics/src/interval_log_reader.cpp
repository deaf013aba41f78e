#include <algorithm>
#include <charconv>
#include <cmath>

#include "orbbench/metrics/hdr_histogram_codec.hpp"
#include "orbbench/metrics/interval_log.hpp"

namespace orbbench::metrics {
namespace {

using std::chrono::milliseconds;

// A histogram takes 410 KiB of base64 at the most.
constexpr std::size_t kLongestLine = std::size_t{512} << 10U;
// About as far as the calendar goes; a thousand times as much still fits an integer.
constexpr double kMostSeconds = 1e12;

std::optional<double> read_number(std::string_view text) {
  double number = 0;
  const auto [end, problem] = std::from_chars(text.begin(), text.end(), number);
  if (problem != std::errc{} || end != text.end() || !std::isfinite(number)) {
    return std::nullopt;
  }
  return number;
}

std::optional<milliseconds> read_seconds(std::string_view text) {
  const std::optional<double> seconds = read_number(text);
  if (!seconds || std::abs(*seconds) > kMostSeconds) {
    return std::nullopt;
  }
  return milliseconds(std::llround(*seconds * 1000));
}

/// What stands before the next comma, which is dropped too; all where there is none.
std::string_view take_field(std::string_view& text) {
  const std::size_t comma = text.find(',');
  const std::string_view field = text.substr(0, comma);
  text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  return field;
}

/// Drops the prefix and any spaces behind it, if it is there.
bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) {
    return false;
  }
  text.remove_prefix(prefix.size());
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  return true;
}

}  // namespace

void IntervalLogReader::fail(const std::string& problem) {
  failed_ = true;
  throw IntervalLogError(line_number_, problem);
}

/// Absent at the end of the log.
std::optional<IntervalLogReader::LineEnd> IntervalLogReader::read_line() {
  line_.clear();
  ++line_number_;
  for (int letter = log_.get(); letter != '\n'; letter = log_.get()) {
    if (letter == std::istream::traits_type::eof()) {
      if (log_.bad()) {
        fail("the log cannot be read");
      }
      return line_.empty() ? std::nullopt : std::optional(LineEnd::Missing);
    }
    if (line_.size() == kLongestLine) {
      fail("longer than 512 KiB");
    }
    line_.push_back(static_cast<char>(letter));
  }
  if (line_.ends_with('\r')) {
    line_.pop_back();
  }
  return LineEnd::Present;
}

std::optional<LogInterval> IntervalLogReader::next() {
  while (const std::optional<LineEnd> end = failed_ ? std::nullopt : read_line()) {
    try {
      if (std::optional<LogInterval> interval = read_interval()) {
        return interval;
      }
    } catch (const std::runtime_error& problem) {
      if (*end == LineEnd::Present) {
        fail(problem.what());
      }
      torn_line_ = line_number_;
    }
  }
  if (!version_read_ && !failed_) {
    fail("the log ends before the version of its format");
  }
  return std::nullopt;
}

/// Absent for a line that is none. Throws std::runtime_error with what is wrong with the line.
std::optional<LogInterval> IntervalLogReader::read_interval() {
  std::string_view rest = line_;
  if (rest.starts_with('#')) {
    read_comment();
    return std::nullopt;
  }
  if (rest.empty() || rest.starts_with("\"StartTimestamp\"")) {
    return std::nullopt;
  }
  if (!version_read_) {
    throw std::runtime_error("an interval before the version of the log's format");
  }
  LogInterval interval;
  if (take_prefix(rest, "Tag=")) {
    interval.tag = take_field(rest);
  }
  const auto stamp = read_seconds(take_field(rest));
  const auto length = read_seconds(take_field(rest));
  const auto largest = read_number(take_field(rest));
  if (!stamp || !length || length->count() < 0 || !largest) {
    throw std::runtime_error("not an interval: start, length, largest value, histogram");
  }
  interval.length = *length;
  interval.histogram = decode_hdr_base64(rest);
  interval.start = start_of(*stamp);
  return interval;
}

void IntervalLogReader::read_comment() {
  std::string_view rest = line_;
  if (take_prefix(rest, "#[Histogram log format version")) {
    if (rest != "1.2]" && rest != "1.3]") {
      throw std::runtime_error("neither format 1.2 nor 1.3 of a histogram log");
    }
    version_read_ = true;
    return;
  }
  const bool is_start = take_prefix(rest, "#[StartTime:");
  if (!is_start && !take_prefix(rest, "#[BaseTime:")) {
    return;
  }
  const auto seconds = read_seconds(rest.substr(0, rest.find(' ')));
  if (!seconds) {
    throw std::runtime_error("not a time in seconds");
  }
  (is_start ? started_ : base_) = LogTime(*seconds);
}

/// A log that names no base time counts from its start time or from the epoch; as HdrHistogram's
/// own reader, from the start time if the stamp would else be more than a year before that.
LogTime IntervalLogReader::start_of(milliseconds stamp) {
  constexpr std::chrono::days kYear{365};
  if (!started_) {
    started_ = LogTime(stamp);
  }
  if (!base_) {
    const bool counts_from_start = LogTime(stamp) < *started_ - kYear;
    base_ = counts_from_start ? *started_ : LogTime{};
  }
  return *base_ + stamp;
}

}  // namespace orbbench::metrics
