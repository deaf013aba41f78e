#include "soak/soak_metrics.hpp"

#include "checks/result.hpp"
#include "soak/growth_samples.hpp"

namespace orbbench::bench {
namespace {

using metrics::FamilyType;
using metrics::ServedFamily;

double seconds(std::chrono::nanoseconds duration) {
  return std::chrono::duration<double>(duration).count();
}

ServedFamily family(const char* name, FamilyType type, const char* help) {
  return {{name, type, help}, {}};
}

ServedFamily gauge(const char* name, const char* help, double value) {
  ServedFamily result = family(name, FamilyType::Gauge, help);
  result.samples.push_back({name, {}, value, std::nullopt});
  return result;
}

/// As orb_client_calls_total has it.
const char* label_of(Outcome outcome) {
  return outcome == Outcome::Ok ? "success" : to_string(outcome);
}

ServedFamily calls_family(const char* name, const char* help, const OutcomeCounts& outcomes) {
  ServedFamily result = family(name, FamilyType::Counter, help);
  for (const Outcome outcome : kOutcomes) {
    result.samples.push_back({name,
                              {{"outcome", label_of(outcome)}},
                              static_cast<double>(outcomes[outcome]),
                              std::nullopt});
  }
  return result;
}

ServedFamily verdict_family(const std::string& verdict) {
  constexpr const char* kName = "orbbench_soak_verdict";
  ServedFamily result =
      family(kName, FamilyType::Gauge, "1 at the verdict of the soak that was finished last");
  for (const Verdict one :
       {Verdict::Pass, Verdict::Inconclusive, Verdict::Invalid, Verdict::Fail}) {
    result.samples.push_back({kName,
                              {{"verdict", to_string(one)}},
                              verdict == to_string(one) ? 1.0 : 0.0,
                              std::nullopt});
  }
  return result;
}

}  // namespace

void SoakMetrics::set_finished(const FinishedSoak& finished) {
  const std::lock_guard lock(mutex_);
  state_.finished = finished;
}

void SoakMetrics::update(const SoakRecord& record) {
  State state;
  state.outcomes = record.outcomes();
  state.in_faults = record.in_faults();
  state.elapsed = record.elapsed();
  if (!record.intervals().empty()) {
    state.p50_seconds = seconds(record.intervals().back().p50);
    state.p99_seconds = seconds(record.intervals().back().p99);
  }
  state.leak_octets =
      metrics::theil_sen_slope(growth_samples(plan_, record, [](const CoreSample& core) {
        return core.anonymous_octets ? core.anonymous_octets : std::optional(core.resident_octets);
      }));
  state.live_objects =
      metrics::theil_sen_slope(growth_samples(plan_, record, [](const CoreSample& core) {
        return core.has_ledger ? std::optional(live_objects_of(core)) : std::nullopt;
      }));
  const std::lock_guard lock(mutex_);
  state.finished = state_.finished;
  state_ = std::move(state);
}

std::vector<ServedFamily> SoakMetrics::collect() const {
  State state;
  {
    const std::lock_guard lock(mutex_);
    state = state_;
  }
  ServedFamily latency =
      family("orbbench_soak_latency_seconds", FamilyType::Gauge, "Quantiles of the last interval");
  const auto add_quantile = [&](const char* quantile, const std::optional<double>& value) {
    if (value) {
      latency.samples.push_back(
          {latency.family.name, {{"quantile", quantile}}, *value, std::nullopt});
    }
  };
  add_quantile("0.5", state.p50_seconds);
  add_quantile("0.99", state.p99_seconds);
  const FinishedSoak finished = state.finished.value_or(FinishedSoak{});
  return {
      calls_family("orbbench_soak_calls_total", "Calls of the soak, by how they ended",
                   state.outcomes),
      calls_family("orbbench_soak_calls_in_faults_total",
                   "Calls that a declared fault may be blamed for, which are in no other figure",
                   state.in_faults),
      std::move(latency),
      gauge("orbbench_soak_leak_octets_per_1000_calls",
            "Growth of the core's memory beyond the warm-up", state.leak_octets),
      gauge("orbbench_soak_live_objects_per_1000_calls",
            "Growth of the ledger's live objects beyond the warm-up", state.live_objects),
      gauge("orbbench_soak_elapsed_seconds", "Length of the intervals that are complete",
            seconds(state.elapsed)),
      gauge("orbbench_soak_planned_seconds", "How long the soak is to be",
            seconds(plan_.scenario.arrivals.duration)),
      gauge("orbbench_soak_last_finished_timestamp_seconds",
            "When a soak was finished last, since the epoch; 0 for never",
            finished.timestamp_seconds),
      verdict_family(finished.verdict)};
}

}  // namespace orbbench::bench
