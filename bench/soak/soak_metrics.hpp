#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "orbbench/metrics/endpoint.hpp"
#include "soak/soak_plan.hpp"
#include "soak/soak_record.hpp"

namespace orbbench::bench {

/// How a soak ended, for the alert that tells of a night without one.
struct FinishedSoak {
  std::string verdict;
  double timestamp_seconds = 0;  ///< since the epoch
};

/// The metrics of a soak while it runs. Thread-safe.
class SoakMetrics {
 public:
  explicit SoakMetrics(const SoakPlan& plan) : plan_(plan) {}

  /// The soak before this one, or this one once it is over.
  void set_finished(const FinishedSoak& finished);
  void update(const SoakRecord& record);

  std::vector<metrics::ServedFamily> collect() const;

 private:
  /// What is served, worked out where a scrape does not wait for it.
  struct State {
    OutcomeCounts outcomes;
    OutcomeCounts in_faults;
    std::chrono::nanoseconds elapsed{0};
    std::optional<double> p50_seconds;
    std::optional<double> p99_seconds;
    double leak_octets = 0;
    double live_objects = 0;
    std::optional<FinishedSoak> finished;
  };

  const SoakPlan plan_;
  mutable std::mutex mutex_;
  State state_;
};

}  // namespace orbbench::bench
