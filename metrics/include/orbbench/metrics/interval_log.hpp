#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <istream>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "orbbench/metrics/latency_histogram.hpp"

namespace orbbench::metrics {

/// What an interval log counts its time in: it keeps three digits of a second.
using LogTime = std::chrono::sys_time<std::chrono::milliseconds>;

/// One line of a log: what was recorded from `start` on, for `length`.
struct LogInterval {
  std::string tag;  ///< which series it is of; "" for none
  LogTime start{};
  std::chrono::milliseconds length{0};
  LatencyHistogram histogram;

  bool operator==(const LogInterval&) const = default;
};

/// A log that cannot be written or read: its line, from 1 (0 where no line is at fault), and what
/// is wrong. One line.
class IntervalLogError : public std::runtime_error {
 public:
  IntervalLogError(std::size_t line, const std::string& problem);

  std::size_t line() const { return line_; }

 private:
  std::size_t line_;
};

/// Writes a histogram log (.hlog) of format 1.3, which HdrHistogram's HistogramLogProcessor and the
/// viewers made for it read. Each interval is handed to the system as one whole line: when the
/// process is killed, all intervals before can be read. For one thread at a time.
class IntervalLogWriter {
 public:
  /// Replaces the file, and writes what comes before the intervals. Throws IntervalLogError.
  IntervalLogWriter(const std::filesystem::path& path, LogTime started);

  /// Throws std::invalid_argument for a tag with a comma, white space or a control character, and
  /// for a length below zero; IntervalLogError when the line cannot be written.
  void append(const LogInterval& interval);

 private:
  void write(const std::string& lines);

  std::ofstream file_;
  LogTime started_;
};

/// Reads a histogram log of format 1.2 or 1.3, one interval at a time, whoever wrote it, if its
/// histograms are of the kind that decode_hdr reads. Holds one line of at most 512 KiB and one
/// histogram. A last line without its end, which a killed writer leaves, is skipped if it cannot be
/// read. For one thread at a time.
class IntervalLogReader {
 public:
  /// The log must outlive the reader.
  explicit IntervalLogReader(std::istream& log) : log_(log) {}

  /// The next interval; absent at the end. Throws IntervalLogError, also for a log that ends before
  /// the version of its format (an empty one does); there is nothing more to read then.
  std::optional<LogInterval> next();

  /// The number of a torn last line that was skipped, once next() has come to the end.
  std::optional<std::size_t> torn_line() const { return torn_line_; }

  /// What the log says of when it was started, as far as it was read.
  std::optional<LogTime> started() const { return started_; }

 private:
  enum class LineEnd { Present, Missing };

  [[noreturn]] void fail(const std::string& problem);
  std::optional<LineEnd> read_line();
  std::optional<LogInterval> read_interval();
  void read_comment();
  LogTime start_of(std::chrono::milliseconds stamp);

  std::istream& log_;
  std::string line_;
  std::size_t line_number_ = 0;
  std::optional<std::size_t> torn_line_;
  bool version_read_ = false;
  bool failed_ = false;
  std::optional<LogTime> started_;
  std::optional<LogTime> base_;
};

}  // namespace orbbench::metrics
