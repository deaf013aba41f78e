#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace orbbench::console {

/// A point whose y is no number is a gap in its line.
struct ChartPoint {
  double x = 0;
  double y = 0;
};

enum class Scale : std::uint8_t { Linear, Logarithmic };

/// How the numbers of an axis are written.
enum class Unit : std::uint8_t {
  Plain,       ///< 1.5k
  Seconds,     ///< of a clock that starts at 0: 1:05
  Duration,    ///< a value in seconds: 120 µs
  Percentile,  ///< a value of 1/(1-q): 1000 is written 99.9 %
  Octets       ///< 1.5 MiB
};

/// "120 µs", "99.9 %": up to three digits.
std::string to_text(double value, Unit unit);

struct Axis {
  std::string label;
  Unit unit = Unit::Plain;
  Scale scale = Scale::Linear;
  std::optional<double> least = {};  ///< is always shown
};

struct ChartLine {
  std::string name;
  std::vector<ChartPoint> points = {};  ///< x never falls
  /// Which colour, dash and mark it has: the same number looks the same in all charts.
  std::size_t look = 0;
};

/// A value to compare with: a line from side to side, with its name.
struct ChartLimit {
  std::string name;
  double y = 0;
};

/// What a ChartView shows. A value.
struct Chart {
  std::string title;
  Axis x;
  Axis y;
  std::vector<ChartLine> lines = {};
  std::vector<ChartLimit> limits = {};
};

struct Range {
  double from = 0;
  double to = 0;
  double length() const { return to - from; }
  bool operator==(const Range&) const = default;
};

/// Of all lines; nothing where there is no point.
std::optional<Range> x_range(const Chart& chart);

/// That of the points within `x` and of the limits, with a little room, for an axis of that scale;
/// 0 to 1 (1 to 10) where there is nothing to be seen.
Range y_range(const Chart& chart, Range x);

/// Where an axis has its marks, rising, at most `most` of them (2 or more; 4 where that is less):
/// 1, 2 or 5 times a power of ten, for Logarithmic powers of ten alone where there are several.
std::vector<double> ticks(Range range, Scale scale, std::size_t most);

/// From 0 at the range's beginning to 1 at its end; beyond both for a value outside.
double place_of(double value, Range range, Scale scale);
/// The other way round.
double value_at(double place, Range range, Scale scale);

/// For a screen reader, and under the title: what each line is at the end of `x`, and the limits.
std::string summary_of(const Chart& chart, Range x);

/// What each line is at the last of its points up to `x`; nothing for a gap or before the first.
std::vector<std::optional<ChartPoint>> points_at(const Chart& chart, double x);

/// All points: columns line,x,y (RFC 4180).
std::string csv_of(const Chart& chart);

}  // namespace orbbench::console
