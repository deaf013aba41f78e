#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "orbbench/metrics/growth.hpp"
#include "orbbench/metrics/latency_histogram.hpp"
#include "soak/interval.hpp"

namespace orbbench::bench {

/// What is remembered of an interval once it is kept.
struct IntervalSummary {
  std::size_t index = 0;
  std::size_t part = 0;
  std::uint64_t calls = 0;   ///< those in declared faults included
  std::uint64_t errors = 0;  ///< those that no declared fault may be blamed for
  std::chrono::nanoseconds length{0};
  std::chrono::nanoseconds p50{0};
  std::chrono::nanoseconds p95{0};
  std::chrono::nanoseconds p99{0};
  std::chrono::nanoseconds max{0};
  std::chrono::nanoseconds floor_p99{0};  ///< 0 where there was no floor
  std::optional<CoreSample> core;
  std::size_t life = 0;  ///< how many processes of the core were seen before this one
};

/// All that a soak has measured so far, over all its parts. A value; some KiB an hour.
class SoakRecord {
 public:
  /// The next one.
  void add(const SoakInterval& interval);

  const std::vector<IntervalSummary>& intervals() const { return intervals_; }
  /// Of the calls that no declared fault may be blamed for; latencies and the first error are those
  /// of these calls as well.
  const OutcomeCounts& outcomes() const { return outcomes_; }
  /// Of the others.
  const OutcomeCounts& in_faults() const { return in_faults_; }
  const metrics::LatencyHistogram& in_faults_from_intended() const {
    return in_faults_from_intended_;
  }
  /// All of them.
  std::uint64_t calls() const { return outcomes_.calls() + in_faults_.calls(); }
  const std::string& first_error() const { return first_error_; }
  const metrics::LatencyHistogram& from_intended() const { return from_intended_; }
  const metrics::LatencyHistogram& from_sent() const { return from_sent_; }
  const metrics::LatencyHistogram& lateness() const { return lateness_; }
  std::chrono::nanoseconds elapsed() const;
  /// Each rule that was broken, once, with the interval at whose end it was seen first.
  const std::vector<std::string>& broken_rules() const { return broken_rules_; }
  /// Of each fault of the timetable that was begun, all parts together, in their order.
  std::vector<FaultReport> faults() const;
  /// "the core restarted in interval 7": not between two parts, nor by a declared fault.
  const std::vector<std::string>& restarts() const { return restarts_; }
  /// Why samples are missing; empty where none is.
  const std::string& sample_error() const { return sample_error_; }

 private:
  std::size_t life_of(const SoakInterval& interval);
  void note_rules(const SoakInterval& interval);
  void note_faults(const SoakInterval& interval);

  std::vector<IntervalSummary> intervals_;
  OutcomeCounts outcomes_;
  OutcomeCounts in_faults_;
  std::string first_error_;
  std::string sample_error_;
  metrics::LatencyHistogram from_intended_;
  metrics::LatencyHistogram from_sent_;
  metrics::LatencyHistogram lateness_;
  metrics::LatencyHistogram in_faults_from_intended_;
  std::vector<std::string> broken_rules_;
  std::vector<std::string> known_rules_;
  std::vector<std::string> restarts_;
  bool was_killed_ = false;  ///< by a declared fault, since the last sample
  /// By fault and part: the last word of each.
  std::map<std::pair<std::size_t, std::size_t>, FaultReport> faults_;
};

}  // namespace orbbench::bench
