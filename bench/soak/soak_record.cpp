#include "soak/soak_record.hpp"

#include <algorithm>

namespace orbbench::bench {

void SoakRecord::add(const SoakInterval& interval) {
  const metrics::LatencyHistogram latency = interval.calls.times.from_intended.expand();
  IntervalSummary summary{
      .index = interval.index,
      .part = interval.part,
      .calls = interval.calls.outcomes.calls() + interval.calls.in_faults.calls(),
      .errors = interval.calls.outcomes.errors(),
      .length = interval.length,
      .p50 = latency.quantile(0.5),
      .p95 = latency.quantile(0.95),
      .p99 = latency.quantile(0.99),
      .max = latency.max(),
      .floor_p99 = interval.floor.expand().quantile(0.99),
      .core = interval.core,
      .life = life_of(interval)};
  note_rules(interval);
  note_faults(interval);
  from_intended_.merge(latency);
  from_sent_.merge(interval.calls.times.from_sent.expand());
  lateness_.merge(interval.calls.times.lateness.expand());
  outcomes_.merge(interval.calls.outcomes);
  in_faults_.merge(interval.calls.in_faults);
  in_faults_from_intended_.merge(interval.calls.in_faults_from_intended.expand());
  if (first_error_.empty()) {
    first_error_ = interval.calls.first_error;
  }
  if (sample_error_.empty()) {
    sample_error_ = interval.sample_error;
  }
  intervals_.push_back(std::move(summary));
}

std::chrono::nanoseconds SoakRecord::elapsed() const {
  std::chrono::nanoseconds elapsed{0};
  for (const IntervalSummary& interval : intervals_) {
    elapsed += interval.length;
  }
  return elapsed;
}

std::size_t SoakRecord::life_of(const SoakInterval& interval) {
  was_killed_ = was_killed_ || interval.core_was_killed;
  const auto earlier =
      std::find_if(intervals_.rbegin(), intervals_.rend(),
                   [](const IntervalSummary& one) { return one.core.has_value(); });
  if (earlier == intervals_.rend()) {
    return 0;
  }
  const bool same =
      !interval.core || interval.core->process_start_time == earlier->core->process_start_time;
  if (!same && interval.part == earlier->part && !was_killed_) {
    restarts_.push_back("the core restarted in interval " + std::to_string(interval.index));
  }
  was_killed_ = was_killed_ && !interval.core;
  return earlier->life + (same ? 0 : 1);
}

void SoakRecord::note_faults(const SoakInterval& interval) {
  for (const FaultReport& report : interval.faults) {
    faults_[{report.fault, interval.part}] = report;
  }
}

std::vector<FaultReport> SoakRecord::faults() const {
  std::vector<FaultReport> whole;
  for (const auto& [key, report] : faults_) {
    if (whole.empty() || whole.back().fault != report.fault) {
      whole.push_back(report);
      continue;
    }
    whole.back().effects += report.effects;
    whole.back().problem += whole.back().problem.empty() ? report.problem : "";
  }
  return whole;
}

void SoakRecord::note_rules(const SoakInterval& interval) {
  if (!interval.core) {
    return;
  }
  for (const metrics::Imbalance& imbalance : interval.core->imbalances) {
    const std::string where = imbalance.site.empty() ? "" : imbalance.site + ": ";
    const std::string rule = where + imbalance.rule;
    if (std::ranges::find(known_rules_, rule) == known_rules_.end()) {
      known_rules_.push_back(rule);
      broken_rules_.push_back(rule + " is broken after interval " + std::to_string(interval.index) +
                              ": " + imbalance.figures);
    }
  }
}

}  // namespace orbbench::bench
