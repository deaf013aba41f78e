#include "report/latency_intervals.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

namespace orbbench::bench {
namespace {

// More points than a chart is wide say nothing more, fewer are no course of time.
constexpr std::size_t kMostPoints = 300;
constexpr std::size_t kFewestPoints = 20;
constexpr double kCallsForAPoint = 500;

std::size_t neighbours(std::size_t intervals, double calls) {
  const auto count = static_cast<double>(intervals);
  const double wanted = std::ceil(kCallsForAPoint * count / std::max(calls, 1.0));
  const double most = std::max(1.0, std::floor(count / kFewestPoints));
  const double fewest = std::ceil(count / kMostPoints);
  return static_cast<std::size_t>(std::max({1.0, fewest, std::min(wanted, most)}));
}

}  // namespace

LatencyIntervals::LatencyIntervals(const store::StoredRun& run, std::string check,
                                   RunHistograms& histograms)
    : check_(std::move(check)),
      histograms_(histograms),
      seconds_(find_figure(run, check_, "interval_seconds").value_or(0)),
      count_(seconds_ > 0 ? histograms.intervals(check_ + "/latency") : 0),
      calls_(find_figure(run, check_, "calls").value_or(0)),
      together_(neighbours(count_, calls_)) {}

std::string LatencyIntervals::describe() const {
  const auto together = static_cast<double>(together_);
  char text[96];
  std::snprintf(text, sizeof text, "%.3g s, some %.0f of them", seconds_ * together,
                calls_ * together / static_cast<double>(count_));
  return text;
}

void LatencyIntervals::each(const std::string& series, const Take& take) {
  for (std::size_t first = 0; first < count_; first += together_) {
    const std::size_t end = std::min(first + together_, count_);
    metrics::LatencyHistogram merged;
    for (std::size_t i = first; i < end; ++i) {
      if (const auto one = histograms_.read(check_ + "/" + series + "/" + std::to_string(i))) {
        merged.merge(*one);
      }
    }
    if (!merged.empty()) {
      take(seconds_ * static_cast<double>(first + end) / 2, merged);
    }
  }
}

}  // namespace orbbench::bench
