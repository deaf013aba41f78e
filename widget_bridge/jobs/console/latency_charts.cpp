#include "console/latency_charts.hpp"

#include <array>
#include <limits>

namespace orbbench::console {
namespace {

struct QuantileLine {
  const char* name;
  const char* key;
  double LatencyPoint::*value;
};

constexpr std::array<QuantileLine, 5> kLines{{{"p50", "p50", &LatencyPoint::p50},
                                              {"p90", "p90", &LatencyPoint::p90},
                                              {"p99", "p99", &LatencyPoint::p99},
                                              {"p99.9", "p999", &LatencyPoint::p999},
                                              {"max", "max", &LatencyPoint::max}}};

void add_limits(Chart& chart, const LatencyLimits& limits) {
  if (limits.floor) {
    chart.limits.push_back({"floor p50", *limits.floor});
  }
  if (limits.deadline) {
    chart.limits.push_back({"deadline p99", *limits.deadline});
  }
}

void add_baseline(Chart& chart, const LatencyReference& baseline) {
  for (const char* quantile : {"p50", "p99"}) {
    const auto value = baseline.latency.find(quantile);
    if (value != baseline.latency.end()) {
      chart.limits.push_back({std::string("baseline ") + quantile, value->second});
    }
  }
}

ChartLine line_of(const LatencySeries& series, std::size_t look) {
  ChartLine line{.name = kLines[look].name, .look = look};
  line.points.reserve(series.points.size());
  for (const LatencyPoint& point : series.points) {
    const double value =
        point.count == 0 ? std::numeric_limits<double>::quiet_NaN() : point.*kLines[look].value;
    line.points.push_back({point.at, value});
  }
  return line;
}

ChartLine spectrum_line(const LatencyReference& baseline, std::size_t look) {
  static constexpr std::array<std::pair<const char*, double>, 5> kPlaces{
      {{"p50", 2}, {"p90", 10}, {"p95", 20}, {"p99", 100}, {"p999", 1000}}};
  ChartLine line{.name = "baseline " + baseline.name, .look = look};
  for (const auto& [name, x] : kPlaces) {
    const auto value = baseline.latency.find(name);
    if (value != baseline.latency.end()) {
      line.points.push_back({x, value->second});
    }
  }
  return line;
}

}  // namespace

Chart time_chart(const LatencySeries& series, const LatencyLimits& limits) {
  Chart chart{.title = "Latency over time: " + series.name,
              .x = {.label = "since the console started", .unit = Unit::Seconds},
              .y = {.label = "latency", .unit = Unit::Duration, .scale = Scale::Logarithmic}};
  for (std::size_t look = 0; look < kLines.size(); ++look) {
    chart.lines.push_back(line_of(series, look));
  }
  add_limits(chart, limits);
  if (limits.baseline) {
    add_baseline(chart, *limits.baseline);
  }
  return chart;
}

Chart spectrum_chart(const std::vector<std::shared_ptr<const LatencySeries>>& series,
                     const LatencyLimits& limits) {
  Chart chart{.title = "Percentile spectrum, all calls",
              .x = {.label = "share of calls that took no longer",
                    .unit = Unit::Percentile,
                    .scale = Scale::Logarithmic},
              .y = {.label = "latency", .unit = Unit::Duration, .scale = Scale::Logarithmic}};
  for (const auto& each : series) {
    if (each && !each->spectrum.empty()) {
      const std::string name = each->name + (each->single_calls ? "" : " (last interval)");
      chart.lines.push_back({name, each->spectrum, chart.lines.size()});
    }
  }
  if (limits.baseline) {
    chart.lines.push_back(spectrum_line(*limits.baseline, chart.lines.size()));
  }
  add_limits(chart, limits);
  return chart;
}

std::optional<LatencyReference> as_reference(const LatencySeries& series) {
  for (auto point = series.points.rbegin(); point != series.points.rend(); ++point) {
    if (point->count > 0) {
      LatencyReference reference{.name = series.name, .latency = {}, .floor = {}};
      for (const QuantileLine& line : kLines) {
        reference.latency.emplace(line.key, (*point).*line.value);
      }
      return reference;
    }
  }
  return std::nullopt;
}

}  // namespace orbbench::console
