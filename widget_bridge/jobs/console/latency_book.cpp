#include "console/latency_book.hpp"

#include <algorithm>
#include <cmath>

namespace orbbench::console {
namespace {

using metrics::LatencyHistogram;

constexpr std::chrono::seconds kSpectrumAge{1};

double seconds(std::chrono::nanoseconds duration) {
  return std::chrono::duration<double>(duration).count();
}

LatencyPoint point_of(const LatencyHistogram& histogram, double at) {
  return {.at = at,
          .count = histogram.count(),
          .p50 = seconds(histogram.quantile(0.5)),
          .p90 = seconds(histogram.quantile(0.9)),
          .p99 = seconds(histogram.quantile(0.99)),
          .p999 = seconds(histogram.quantile(0.999)),
          .max = seconds(histogram.max())};
}

std::vector<ChartPoint> spectrum_of(const FedSummary& summary) {
  return {{2, seconds(summary.p50)},
          {10, seconds(summary.p90)},
          {100, seconds(summary.p99)},
          {1000, seconds(summary.p999)}};
}

}  // namespace

std::vector<ChartPoint> spectrum_of(const LatencyHistogram& histogram) {
  constexpr double kPointsADecade = 10;
  const double last = std::log10(std::max(static_cast<double>(histogram.count()), 2.0));
  std::vector<ChartPoint> points;
  for (double step = 0; step / kPointsADecade < last; ++step) {
    const double x = std::pow(10.0, step / kPointsADecade);
    points.push_back({x, seconds(histogram.quantile(1 - 1 / x))});
  }
  points.push_back({std::pow(10.0, last), seconds(histogram.max())});
  return points;
}

LatencyBook::LatencyBook(Clock::time_point begin, std::chrono::milliseconds interval)
    : begin_(begin), interval_(interval) {}

std::int64_t LatencyBook::interval_of(Clock::time_point when) const {
  return std::max<std::int64_t>((when - begin_) / interval_, 0);
}

double LatencyBook::end_of(std::int64_t interval) const {
  return seconds(interval_) * static_cast<double>(interval + 1);
}

void LatencyBook::take(const SampleFeed::Batch& batch, Clock::time_point now) {
  grow(batch.names);
  for (const auto& series : series_) {
    series->changed = false;
  }
  for (const FedSample& sample : batch.samples) {
    take(*series_[sample.series], sample);
  }
  for (const FedSummary& summary : batch.summaries) {
    take(*series_[summary.series], summary);
  }
  for (const auto& series : series_) {
    close_until(*series, interval_of(now));
    refresh(*series, now);
  }
}

void LatencyBook::grow(const std::vector<std::string>& names) {
  while (series_.size() < names.size()) {
    series_.push_back(std::make_unique<Own>());
    series_.back()->shown.name = names[series_.size() - 1];
  }
}

void LatencyBook::take(Own& series, const FedSample& sample) {
  const std::int64_t interval = interval_of(sample.when);
  if (series.shown.count == 0) {
    series.open = interval;
  }
  close_until(series, interval);
  series.interval.record(sample.latency);
  series.all.record(sample.latency);
  ++series.shown.count;
  series.shown.single_calls = true;
  series.changed = true;
}

void LatencyBook::take(Own& series, const FedSummary& summary) {
  series.shown.count += summary.count;
  series.shown.single_calls = false;
  put(series, {.at = std::max(seconds(summary.when - begin_), 0.0),
               .count = summary.count,
               .p50 = seconds(summary.p50),
               .p90 = seconds(summary.p90),
               .p99 = seconds(summary.p99),
               .p999 = seconds(summary.p999),
               .max = seconds(summary.max)});
  if (summary.count > 0) {
    series.shown.spectrum = spectrum_of(summary);
  }
}

void LatencyBook::close_until(Own& series, std::int64_t interval) {
  if (interval <= series.open || !series.shown.single_calls || series.shown.count == 0) {
    return;
  }
  if (!series.interval.empty()) {
    put(series, point_of(series.interval, end_of(series.open)));
    series.provisional = false;
    series.interval = {};
  } else if (!series.shown.points.empty() && series.shown.points.back().count > 0) {
    put(series, {.at = end_of(series.open)});  // nothing came in it: a gap
  }
  series.open = interval;
}

void LatencyBook::refresh(Own& series, Clock::time_point now) {
  if (!series.changed || !series.shown.single_calls || series.all.empty()) {
    return;
  }
  if (!series.interval.empty()) {
    put(series, point_of(series.interval, end_of(series.open)));
    series.provisional = true;
  }
  if (series.shown.spectrum.empty() || now - series.spectrum_made >= kSpectrumAge) {
    series.shown.spectrum = orbbench::console::spectrum_of(series.all);
    series.spectrum_made = now;
  }
}

void LatencyBook::put(Own& series, const LatencyPoint& point) {
  auto& points = series.shown.points;
  if (series.provisional) {
    points.pop_back();
    series.provisional = false;
  }
  // A run's clock may have been set back a little between two of its intervals.
  if (!points.empty() && point.at < points.back().at) {
    return;
  }
  points.push_back(point);
  if (points.size() > kMostPoints) {
    points.pop_front();
    ++series.shown.forgotten_points;
  }
  series.changed = true;
}

void LatencyBook::clear() {
  for (const auto& series : series_) {
    const std::string name = series->shown.name;
    *series = {};
    series->shown.name = name;
    series->changed = true;
  }
}

}  // namespace orbbench::console
