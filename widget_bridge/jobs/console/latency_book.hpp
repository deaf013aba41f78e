#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "console/chart.hpp"
#include "console/sample_feed.hpp"
#include "orbbench/metrics/latency_histogram.hpp"

namespace orbbench::console {

/// One interval of a series; times in seconds. Of one without calls count is 0.
struct LatencyPoint {
  double at = 0;  ///< its end, since the recording began
  std::uint64_t count = 0;
  double p50 = 0;
  double p90 = 0;
  double p99 = 0;
  double p999 = 0;
  double max = 0;
};

/// What is known of one series.
struct LatencySeries {
  std::string name;
  std::uint64_t count = 0;               ///< calls, since the last clear
  std::deque<LatencyPoint> points = {};  ///< the last one may be of an interval that goes on
  /// x: 1/(1-q), y: seconds. Of all calls since the last clear; of the last interval where single
  /// calls are not known.
  std::vector<ChartPoint> spectrum = {};
  bool single_calls = true;            ///< whether it was fed calls, rather than a run's intervals
  std::uint64_t forgotten_points = 0;  ///< that gave way to later ones
};

/// Makes percentiles over time of what the feed brings. On one thread.
class LatencyBook {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::size_t kMostPoints = 7200;

  LatencyBook(Clock::time_point begin, std::chrono::milliseconds interval);

  /// What was fed until `now`. A call counts in the interval in which it was made, or in the one
  /// under way where that has ended.
  void take(const SampleFeed::Batch& batch, Clock::time_point now);
  void clear();

  std::size_t size() const { return series_.size(); }
  const LatencySeries& series(std::size_t index) const { return series_[index]->shown; }
  /// Whether the last take() or clear() changed it.
  bool changed(std::size_t index) const { return series_[index]->changed; }

 private:
  struct Own {
    LatencySeries shown;
    metrics::LatencyHistogram interval;
    metrics::LatencyHistogram all;
    std::int64_t open = 0;     ///< the number of the interval under way
    bool provisional = false;  ///< the last point is that of the interval under way
    bool changed = false;
    Clock::time_point spectrum_made;
  };

  std::int64_t interval_of(Clock::time_point when) const;
  double end_of(std::int64_t interval) const;
  void grow(const std::vector<std::string>& names);
  void take(Own& series, const FedSample& sample);
  void take(Own& series, const FedSummary& summary);
  void close_until(Own& series, std::int64_t interval);
  void refresh(Own& series, Clock::time_point now);
  static void put(Own& series, const LatencyPoint& point);

  Clock::time_point begin_;
  Clock::duration interval_;
  std::vector<std::unique_ptr<Own>> series_;
};

/// Of a histogram with values: from the median to the largest value.
std::vector<ChartPoint> spectrum_of(const metrics::LatencyHistogram& histogram);

}  // namespace orbbench::console
