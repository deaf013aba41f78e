#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace orbbench::store {

/// To the microsecond, as the database keeps it.
using Instant = std::chrono::sys_time<std::chrono::microseconds>;

struct StoredCheck {
  std::string name;
  std::string verdict;  ///< as StoredRun::verdict
  std::string summary;
  std::vector<std::string> evidence;  ///< one line each
  bool operator==(const StoredCheck&) const = default;
};

struct StoredFigure {
  std::string check;  ///< whose figure it is; may be empty
  std::string name;
  std::string unit;  ///< may be empty
  double value = 0;  ///< kept to the last digit
  bool operator==(const StoredFigure&) const = default;
};

struct StoredHistogram {
  std::string name;
  std::vector<std::uint8_t> octets;  ///< not looked into
  bool operator==(const StoredHistogram&) const = default;
};

/// One point of a curve: latency over time, latency against rate.
struct SeriesPoint {
  std::string series;
  double at = 0;
  double value = 0;
  bool operator==(const SeriesPoint&) const = default;
};

/// What is no number: the ledger by site, a matrix of cases.
struct StoredTable {
  std::string check;  ///< whose table it is; may be empty
  std::string name;
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;  ///< each as long as `columns`
  bool operator==(const StoredTable&) const = default;
};

/// What is kept of a run. Its uuid is its identity: a run is stored once, however often it is
/// given. The order of all lists is kept. Octets in a text that are not UTF-8, and NUL, become
/// U+FFFD.
struct StoredRun {
  std::string uuid;  ///< 8-4-4-4-12 lower-case hexadecimal digits
  /// "validate", "latency": 1 to 64 of a-z 0-9 . _ - . With a dot, as "soak.interval", it is a part
  /// of a run, and not listed among runs.
  std::string kind;
  Instant started;
  std::string verdict;  ///< pass, inconclusive, invalid, fail
  std::string commit;   ///< of what was measured; may be empty
  std::map<std::string, std::string> fingerprint;
  std::vector<StoredCheck> checks;
  std::vector<StoredFigure> figures;
  std::vector<StoredHistogram> histograms;
  std::vector<SeriesPoint> points;
  std::vector<StoredTable> tables;
  bool operator==(const StoredRun&) const = default;
};

/// A random one (version 4).
std::string make_uuid();
bool is_uuid(const std::string& text);

/// ISO 8601, UTC, to the microsecond: 2026-11-21T16:28:00.000000Z.
std::string to_text(Instant instant);
/// Reads that, with no or up to six digits of a second's fraction. Throws RunFormatError.
Instant parse_instant(const std::string& text);

}  // namespace orbbench::store
