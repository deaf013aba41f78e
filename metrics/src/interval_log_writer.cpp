#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <iomanip>
#include <locale>
#include <sstream>

#include "orbbench/metrics/hdr_histogram_codec.hpp"
#include "orbbench/metrics/interval_log.hpp"

namespace orbbench::metrics {
namespace {

using std::chrono::milliseconds;

/// A number of thousandths with three decimals, whatever the locale.
std::string decimal(std::int64_t thousandths) {
  const std::string digits = std::to_string(std::abs(thousandths) % 1000);
  return (thousandths < 0 ? "-" : "") + std::to_string(std::abs(thousandths) / 1000) + '.' +
         std::string(3 - digits.size(), '0') + digits;
}

std::string decimal(milliseconds duration) {
  return decimal(std::int64_t{duration.count()});
}

/// Its tools want the largest value in milliseconds.
std::string largest_value(const LatencyHistogram& histogram) {
  return decimal(std::chrono::round<std::chrono::microseconds>(histogram.max()).count());
}

std::string date(LogTime time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day ymd(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
  std::ostringstream text;
  text.imbue(std::locale::classic());
  text << std::setfill('0') << std::setw(4) << int{ymd.year()} << '-' << std::setw(2)
       << unsigned{ymd.month()} << '-' << std::setw(2) << unsigned{ymd.day()} << 'T' << std::setw(2)
       << clock.hours().count() << ':' << std::setw(2) << clock.minutes().count() << ':'
       << std::setw(2) << clock.seconds().count() << 'Z';
  return text.str();
}

bool fits_a_tag(char letter) {
  const auto octet = static_cast<unsigned char>(letter);
  return octet > ' ' && octet != ',' && octet != 0x7f;
}

void require_writable(const LogInterval& interval) {
  for (const char letter : interval.tag) {
    if (!fits_a_tag(letter)) {
      throw std::invalid_argument("a tag holds no comma, white space or control character");
    }
  }
  if (interval.length < milliseconds::zero()) {
    throw std::invalid_argument("an interval has no length below zero");
  }
}

}  // namespace

IntervalLogError::IntervalLogError(std::size_t line, const std::string& problem)
    : std::runtime_error(line == 0 ? problem : "line " + std::to_string(line) + ": " + problem),
      line_(line) {}

IntervalLogWriter::IntervalLogWriter(const std::filesystem::path& path, LogTime started)
    : file_(path, std::ios::binary | std::ios::trunc), started_(started) {
  if (!file_) {
    throw IntervalLogError(0, "cannot write " + path.string() + ": " + std::strerror(errno));
  }
  const std::string stamp = decimal(started.time_since_epoch()) + " (seconds since epoch)";
  write("#[Histogram log format version 1.3]\n#[StartTime: " + stamp + ", " + date(started) +
        "]\n#[BaseTime: " + stamp +
        "]\n\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\","
        "\"Interval_Compressed_Histogram\"\n");
}

void IntervalLogWriter::append(const LogInterval& interval) {
  require_writable(interval);
  const std::string tag = interval.tag.empty() ? "" : "Tag=" + interval.tag + ',';
  write(tag + decimal(interval.start - started_) + ',' + decimal(interval.length) + ',' +
        largest_value(interval.histogram) + ',' + encode_hdr_base64(interval.histogram) + '\n');
}

void IntervalLogWriter::write(const std::string& lines) {
  file_.write(lines.data(), static_cast<std::streamsize>(lines.size()));
  file_.flush();
  if (!file_) {
    throw IntervalLogError(0, std::string("cannot write the log: ") + std::strerror(errno));
  }
}

}  // namespace orbbench::metrics
