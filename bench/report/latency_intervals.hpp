#pragma once

#include <functional>
#include <string>

#include "orbbench/metrics/latency_histogram.hpp"
#include "orbbench/store/stored_run.hpp"
#include "report/run_contents.hpp"

namespace orbbench::bench {

/// A check's intervals, some neighbours together, so that a quantile rests on calls: p99 of a
/// hundred calls is the slowest of them. Merging histograms is exact. Keeps a reference to
/// `histograms`.
class LatencyIntervals {
 public:
  LatencyIntervals(const store::StoredRun& run, std::string check, RunHistograms& histograms);

  bool are_a_course() const { return count_ > 1; }

  /// "0.5 s, some 500 of them": what one point stands for.
  std::string describe() const;

  /// Takes the middle of a time, in seconds since the start, and what was recorded about it.
  using Take = std::function<void(double, const metrics::LatencyHistogram&)>;
  /// Of the series "latency" or "floor".
  void each(const std::string& series, const Take& take);

 private:
  std::string check_;
  RunHistograms& histograms_;
  double seconds_;
  std::size_t count_;
  double calls_;
  std::size_t together_;
};

}  // namespace orbbench::bench
