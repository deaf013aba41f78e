#include "report/run_charts.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace orbbench::bench {
namespace {

// Beyond it a linear axis has no room left for what is about 1.
constexpr double kWide = 4;

/// NaN where the text is no number.
double number_in(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size()
             ? value
             : std::numeric_limits<double>::quiet_NaN();
}

/// Of a row, by the column's name; empty where there is none.
std::string cell(const store::StoredTable& table, const std::vector<std::string>& row,
                 const std::string& column) {
  const auto found = std::ranges::find(table.columns, column);
  const auto place = static_cast<std::size_t>(found - table.columns.begin());
  return place < row.size() ? row[place] : "";
}

}  // namespace

Chart ratio_chart(const store::StoredTable& ratios) {
  Chart chart{.title = "Ratios and their limits, " + ratios.check,
              .caption =
                  "Candidate over baseline with its interval: left of 1 is faster or less. "
                  "Passed when the whole interval is left of its limit, failed when it is "
                  "all right of it.",
              .x = {"ratio to the baseline", "", AxisScale::Linear},
              .y = {"", "", AxisScale::Categories},
              .series = {{"interval", {}, SeriesStyle::Intervals},
                         {"ratio", {}, SeriesStyle::Marks},
                         {"limit", {}, SeriesStyle::Limits}},
              .lines = {{"no change", 1}},
              .data = ratios};
  double least = 1;
  double most = 1;
  for (const auto& row : ratios.rows) {
    const auto place = static_cast<double>(chart.y.categories.size());
    const std::string verdict = cell(ratios, row, "verdict");
    chart.y.categories.push_back(cell(ratios, row, "figure") + ": " + verdict);
    const double low = number_in(cell(ratios, row, "low"));
    const double high = number_in(cell(ratios, row, "high"));
    chart.series[0].points.push_back({low, place});
    chart.series[0].points.push_back({high, place});
    chart.series[1].points.push_back({number_in(cell(ratios, row, "ratio")), place});
    // A figure that is shown alone has no limit to keep.
    if (verdict != "shown") {
      chart.series[2].points.push_back({number_in(cell(ratios, row, "limit")), place});
    }
    least = std::fmin(least, low);
    most = std::fmax(most, high);
  }
  if (least > 0 && most / least > kWide) {
    chart.x.title += ", logarithmic";
    chart.x.scale = AxisScale::Logarithmic;
  }
  return chart;
}

std::vector<Chart> scaling_charts(const store::StoredTable& scaling) {
  Chart rate{.title = "Calls against clients",
             .caption = "Each client calls as fast as it is answered.",
             .x = {"clients", "", AxisScale::Linear},
             .y = {"calls per second", "", AxisScale::Linear},
             .series = {{"calls per second", {}}},
             .data = scaling};
  Chart times{.title = "Latency against clients",
              .caption = "From when a call was sent, for each client waits for its answer.",
              .x = {"clients", "", AxisScale::Linear},
              .y = {"latency", "us", AxisScale::Linear},
              .series = {{"p50", {}}, {"p99", {}}}};
  for (const auto& row : scaling.rows) {
    const double clients = number_in(cell(scaling, row, "clients"));
    rate.series[0].points.push_back({clients, number_in(cell(scaling, row, "calls_per_second"))});
    times.series[0].points.push_back({clients, number_in(cell(scaling, row, "latency_us_p50"))});
    times.series[1].points.push_back({clients, number_in(cell(scaling, row, "latency_us_p99"))});
  }
  return {std::move(rate), std::move(times)};
}

std::optional<Chart> exposure_chart(const store::StoredRun& run) {
  const std::string check = "witness.exposure";
  const std::string start = "copies_octets_at_";
  Chart chart{.title = "Exposure after a release",
              .caption = "Octets of released secrets that are still in the core's memory.",
              .x = {"time after the release returned", "", AxisScale::Categories},
              .y = {"octets found", "", AxisScale::Linear},
              .series = {{"octets found", {}}}};
  for (const store::StoredFigure& figure : run.figures) {
    if (figure.check == check && figure.name.starts_with(start) && figure.name.ends_with("ms")) {
      const std::string delay = figure.name.substr(start.size());
      chart.series[0].points.push_back(
          {static_cast<double>(chart.x.categories.size()), figure.value});
      chart.x.categories.push_back(delay.substr(0, delay.size() - 2) + " ms");
    }
  }
  return chart.x.categories.empty() ? std::nullopt : std::optional(chart);
}

std::vector<Chart> series_charts(const store::StoredRun& run) {
  std::vector<Chart> charts;
  for (const store::SeriesPoint& point : run.points) {
    auto chart = std::ranges::find(charts, point.series, &Chart::title);
    if (chart == charts.end()) {
      chart = charts.insert(charts.end(), {.title = point.series,
                                           .caption = "As the run recorded it.",
                                           .x = {"at", "", AxisScale::Linear},
                                           .y = {"value", "", AxisScale::Linear},
                                           .series = {{point.series, {}}}});
    }
    chart->series.front().points.push_back({point.at, point.value});
  }
  return charts;
}

}  // namespace orbbench::bench
