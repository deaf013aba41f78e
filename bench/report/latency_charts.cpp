#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "report/latency_intervals.hpp"
#include "report/reports.hpp"
#include "report/run_charts.hpp"

namespace orbbench::bench {
namespace {

using metrics::LatencyHistogram;

constexpr const char* kMicroseconds = "\xC2\xB5s";
constexpr double kFewCalls = 10;

const ChartAxis kLatencyAxis{"latency, logarithmic", kMicroseconds, AxisScale::Logarithmic};

double microseconds(std::chrono::nanoseconds duration) {
  return static_cast<double>(duration.count()) / 1e3;
}

struct NamedQuantile {
  const char* name;
  double one_in;  ///< 1 / (1 - q)
};
constexpr std::array<NamedQuantile, 5> kNamedQuantiles{
    {{"p50", 2}, {"p90", 10}, {"p95", 20}, {"p99", 100}, {"p999", 1000}}};

/// What the check says itself, where it has the figure: nothing is shown with two values.
class CheckFigures {
 public:
  CheckFigures(const store::StoredRun& run, std::string check, std::string histogram)
      : run_(run), check_(std::move(check)), prefix_(std::move(histogram) + "_us_") {}

  double quantile(const LatencyHistogram& histogram, double one_in) const {
    const auto named = std::ranges::find(kNamedQuantiles, one_in, &NamedQuantile::one_in);
    const auto figure = named == kNamedQuantiles.end()
                            ? std::nullopt
                            : find_figure(run_, check_, prefix_ + named->name);
    return figure.value_or(microseconds(histogram.quantile(1 - 1 / one_in)));
  }
  double max(const LatencyHistogram& histogram) const {
    return find_figure(run_, check_, prefix_ + "max").value_or(microseconds(histogram.max()));
  }

 private:
  const store::StoredRun& run_;
  std::string check_;
  std::string prefix_;
};

/// Ten a decade, as far as there are calls, and the largest at its end.
std::vector<ChartPoint> spectrum_of(const LatencyHistogram& histogram,
                                    const CheckFigures& figures) {
  constexpr std::array<double, 10> kSteps{1, 1.25, 1.6, 2, 2.5, 3.2, 4, 5, 6.4, 8};
  const auto calls = static_cast<double>(histogram.count());
  std::vector<ChartPoint> points;
  for (double decade = 1; decade < calls; decade *= 10) {
    for (const double step : kSteps) {
      if (step * decade < calls) {
        points.push_back({step * decade, figures.quantile(histogram, step * decade)});
      }
    }
  }
  points.push_back({calls, figures.max(histogram)});
  return points;
}

/// The histogram `kind` of a check; nothing where it is absent or empty.
std::optional<ChartSeries> spectrum_series(const store::StoredRun& run, const std::string& check,
                                           const std::string& kind, std::string name,
                                           RunHistograms& histograms) {
  const auto histogram = histograms.read(check + "/" + kind);
  if (!histogram || histogram->empty()) {
    return std::nullopt;
  }
  ChartSeries series{std::move(name), spectrum_of(*histogram, CheckFigures(run, check, kind))};
  series.few_calls_from = std::max(1.0, static_cast<double>(histogram->count()) / kFewCalls);
  return series;
}

void add_limit(const store::StoredRun& run, const std::string& check, Chart& chart) {
  if (const auto limit = find_figure(run, check, "limit_us_p99")) {
    chart.lines.push_back({"limit of p99: " + number_text(*limit) + " " + kMicroseconds, *limit});
  }
}

Chart spectrum_chart(const std::string& scenario, std::vector<ChartSeries> series) {
  return {.title = "Percentile spectrum of " + scenario,
          .caption =
              "How slow the slowest calls are: each step to the right is ten times rarer. "
              "Where a line turns thin it rests on fewer than ten calls.",
          .x = {"share of calls that are at least as fast", "", AxisScale::Nines},
          .y = kLatencyAxis,
          .series = std::move(series)};
}

std::vector<Chart> one_spectrum(const store::StoredRun& run, const std::string& check,
                                RunHistograms& histograms) {
  constexpr std::array<std::pair<const char*, const char*>, 4> kKinds{
      {{"latency", "from when it was due"},
       {"from_sent", "from when it was sent"},
       {"lateness", "the generator's lateness"},
       {"floor", "floor (raw TCP)"}}};
  std::vector<ChartSeries> all;
  for (const auto& [kind, name] : kKinds) {
    if (auto series = spectrum_series(run, check, kind, name, histograms)) {
      all.push_back(*std::move(series));
    }
  }
  if (all.empty()) {
    return {};
  }
  Chart chart = spectrum_chart(check, std::move(all));
  add_limit(run, check, chart);
  return {chart};
}

std::vector<Chart> spectra_of_rates(const store::StoredRun& run, const LatencyGroup& group,
                                    RunHistograms& histograms) {
  std::vector<ChartSeries> all;
  for (const std::string& check : group.checks) {
    const std::string rate = check.substr(check.find('@') + 1) + " a second";
    if (auto series = spectrum_series(run, check, "latency", rate, histograms)) {
      all.push_back(*std::move(series));
    }
  }
  if (all.empty()) {
    return {};
  }
  Chart chart = spectrum_chart(group.scenario + " at each rate", std::move(all));
  add_limit(run, group.checks.front(), chart);
  return {chart};
}

Chart time_chart(const std::string& scenario, const std::string& interval) {
  return {.title = "Latency over time, " + scenario,
          .caption = "Each point is of the calls that were due in " + interval + ".",
          .x = {"time since the start", "s", AxisScale::Linear},
          .y = kLatencyAxis,
          .series = {}};
}

std::vector<Chart> one_time(const store::StoredRun& run, const std::string& check,
                            RunHistograms& histograms) {
  LatencyIntervals intervals(run, check, histograms);
  if (!intervals.are_a_course()) {
    return {};
  }
  Chart chart = time_chart(check, intervals.describe());
  chart.series = {{"p50", {}}, {"p99", {}}, {"max", {}}, {"floor p50", {}}};
  intervals.each("latency", [&](double at, const LatencyHistogram& latency) {
    chart.series[0].points.push_back({at, microseconds(latency.quantile(0.5))});
    chart.series[1].points.push_back({at, microseconds(latency.quantile(0.99))});
    chart.series[2].points.push_back({at, microseconds(latency.max())});
  });
  intervals.each("floor", [&](double at, const LatencyHistogram& floor) {
    chart.series[3].points.push_back({at, microseconds(floor.quantile(0.5))});
  });
  std::erase_if(chart.series, [](const ChartSeries& series) { return series.points.empty(); });
  add_limit(run, check, chart);
  return {chart};
}

std::vector<Chart> times_of_rates(const store::StoredRun& run, const LatencyGroup& group,
                                  RunHistograms& histograms) {
  Chart chart = time_chart(group.scenario + ": p99 at each rate", {});
  chart.caption = "Each point is of the calls that were due in a short interval:";
  for (const std::string& check : group.checks) {
    LatencyIntervals intervals(run, check, histograms);
    if (!intervals.are_a_course()) {
      continue;
    }
    ChartSeries series{check.substr(check.find('@') + 1) + " a second", {}};
    intervals.each("latency", [&](double at, const LatencyHistogram& one) {
      series.points.push_back({at, microseconds(one.quantile(0.99))});
    });
    chart.caption +=
        (chart.series.empty() ? " at " : "; at ") + series.name + " of " + intervals.describe();
    chart.series.push_back(std::move(series));
  }
  chart.caption += ".";
  add_limit(run, group.checks.front(), chart);
  return chart.series.empty() ? std::vector<Chart>() : std::vector<Chart>{chart};
}

double rate_of(const store::StoredRun& run, const std::string& check) {
  const auto offered = find_figure(run, check, "offered_calls_per_second");
  return offered ? *offered : find_figure(run, check, "achieved_calls_per_second").value_or(0);
}

AxisScale scale_for(double least, double most) {
  constexpr double kWide = 20;
  return least > 0 && most / least > kWide ? AxisScale::Logarithmic : AxisScale::Linear;
}

Chart rate_chart(const store::StoredRun& run, const LatencyGroup& group) {
  Chart chart{.title = "Latency against rate, " + group.scenario,
              .caption =
                  "What each offered rate was answered with. A hollow mark: its check was "
                  "not passed.",
              .x = {"offered calls a second", "", AxisScale::Linear},
              .y = kLatencyAxis,
              .series = {{"p50", {}}, {"p99", {}}, {"p99.9", {}}, {"floor p50", {}}}};
  const std::array<const char*, 4> figures{"latency_us_p50", "latency_us_p99", "latency_us_p999",
                                           "floor_us_p50"};
  for (const std::string& check : group.checks) {
    const double rate = rate_of(run, check);
    for (std::size_t i = 0; i < figures.size(); ++i) {
      if (const auto value = find_figure(run, check, figures[i])) {
        chart.series[i].points.push_back({rate, *value});
      }
    }
    if (const std::string verdict = verdict_of(run, check); verdict != "pass") {
      chart.remarks.push_back({rate, verdict});
    }
  }
  for (ChartSeries& series : chart.series) {
    std::ranges::sort(series.points, {}, &ChartPoint::x);
  }
  const auto& rates = chart.series.front().points;
  chart.x.scale = scale_for(rates.front().x, rates.back().x);
  std::erase_if(chart.series, [](const ChartSeries& series) { return series.points.empty(); });
  add_limit(run, group.checks.front(), chart);
  return chart;
}

void append(std::vector<Chart>& charts, std::vector<Chart> further) {
  std::ranges::move(further, std::back_inserter(charts));
}

}  // namespace

std::vector<Chart> latency_charts(const store::StoredRun& run, const LatencyGroup& group,
                                  RunHistograms& histograms) {
  std::vector<Chart> charts;
  if (group.checks.size() == 1) {
    append(charts, one_spectrum(run, group.checks.front(), histograms));
    append(charts, one_time(run, group.checks.front(), histograms));
    return charts;
  }
  charts.push_back(rate_chart(run, group));
  append(charts, spectra_of_rates(run, group, histograms));
  append(charts, times_of_rates(run, group, histograms));
  return charts;
}

}  // namespace orbbench::bench
