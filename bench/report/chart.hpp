#pragma once

#include <optional>
#include <string>
#include <vector>

#include "orbbench/store/stored_run.hpp"

namespace orbbench::bench {

/// Nines is a share q as 1 / (1 - q), logarithmically; Categories stand at 0, 1, 2 ...
enum class AxisScale { Linear, Logarithmic, Nines, Categories };

struct ChartAxis {
  std::string title;
  std::string unit;  ///< may be empty
  AxisScale scale = AxisScale::Linear;
  std::vector<std::string> categories = {};
};

struct ChartPoint {
  double x = 0;
  double y = 0;
};

/// How a series is drawn: as a line with marks, as marks alone, as pairs of points that are the
/// ends of intervals, or as the limits that others are held to.
enum class SeriesStyle { Line, Marks, Intervals, Limits };

struct ChartSeries {
  std::string name;
  std::vector<ChartPoint> points;
  SeriesStyle style = SeriesStyle::Line;
  std::optional<double> few_calls_from = {};  ///< an x beyond which fewer than ten calls are left
};

/// A value of y, or of x where y has the categories, drawn right through the chart.
struct ChartLine {
  std::string label;
  double value = 0;
};

/// What is to be known of all points at one x: that their check was not passed.
struct ChartRemark {
  double x = 0;
  std::string text;
};

struct Chart {
  std::string title;
  std::string caption;
  ChartAxis x;
  ChartAxis y;
  std::vector<ChartSeries> series;
  std::vector<ChartLine> lines = {};
  std::vector<ChartRemark> remarks = {};
  std::optional<store::StoredTable> data = {};  ///< else what the series hold
};

/// "99.9 %", "10 ms", "2000": what stands for x in a table.
std::string x_text(const Chart& chart, double x);

/// The chart's own table, or one with a row for each x and a column for each series.
store::StoredTable data_of(const Chart& chart);

/// For the page's script: an array with one object a chart, in which no "<" is left.
std::string charts_json(const std::vector<Chart>& charts);

}  // namespace orbbench::bench
