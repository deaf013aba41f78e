#pragma once

#include <string>
#include <vector>

#include "orbbench/metrics/growth.hpp"
#include "orbbench/metrics/latency_histogram.hpp"
#include "soak/interval.hpp"

namespace orbbench::bench {

/// What is remembered of an interval once it is kept.
struct IntervalSummary {
  std::size_t index = 0;
  std::size_t part = 0;
  std::uint64_t calls = 0;
  std::uint64_t errors = 0;
  std::chrono::nanoseconds length{0};
  std::chrono::nanoseconds p50{0};
  std::chrono::nanoseconds p99{0};
  std::optional<CoreSample> core;
  std::size_t life = 0;  ///< how many processes of the core were seen before this one
};

/// All that a soak has measured so far, over all its parts. A value; some KiB an hour.
class SoakRecord {
 public:
  /// The next one.
  void add(const SoakInterval& interval);

  const std::vector<IntervalSummary>& intervals() const { return intervals_; }
  const OutcomeCounts& outcomes() const { return outcomes_; }
  const std::string& first_error() const { return first_error_; }
  const metrics::LatencyHistogram& from_intended() const { return from_intended_; }
  const metrics::LatencyHistogram& from_sent() const { return from_sent_; }
  const metrics::LatencyHistogram& lateness() const { return lateness_; }
  std::chrono::nanoseconds elapsed() const;
  /// Each rule that was broken, once, with the interval at whose end it was seen first.
  const std::vector<std::string>& broken_rules() const { return broken_rules_; }
  /// "the core restarted in interval 7": not between two parts.
  const std::vector<std::string>& restarts() const { return restarts_; }
  /// Why samples are missing; empty where none is.
  const std::string& sample_error() const { return sample_error_; }

 private:
  std::size_t life_of(const SoakInterval& interval);
  void note_rules(const SoakInterval& interval);

  std::vector<IntervalSummary> intervals_;
  OutcomeCounts outcomes_;
  std::string first_error_;
  std::string sample_error_;
  metrics::LatencyHistogram from_intended_;
  metrics::LatencyHistogram from_sent_;
  metrics::LatencyHistogram lateness_;
  std::vector<std::string> broken_rules_;
  std::vector<std::string> known_rules_;
  std::vector<std::string> restarts_;
};

}  // namespace orbbench::bench
