#include "soak/latency_judgement.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "orbbench/metrics/hdr_histogram_codec.hpp"
#include "soak/judgement_text.hpp"
#include "soak/latency_drift.hpp"

namespace orbbench::bench {
namespace {

constexpr double kSentShare = 0.99;
constexpr double kLatenessShare = 0.1;

void add_latency_figures(const SoakRecord& record, CheckResult& result) {
  constexpr std::array<std::pair<const char*, double>, 4> kQuantiles{
      {{"p50", 0.5}, {"p95", 0.95}, {"p99", 0.99}, {"p999", 0.999}}};
  for (const auto& [name, share] : kQuantiles) {
    result.figures.push_back({std::string("latency_us_") + name,
                              microseconds_of(record.from_intended().quantile(share))});
  }
  result.figures.push_back({"latency_us_max", microseconds_of(record.from_intended().max())});
  result.figures.push_back({"lateness_us_p99", microseconds_of(record.lateness().quantile(0.99))});
  result.histograms = {{"latency", metrics::encode_hdr(record.from_intended())},
                       {"from_sent", metrics::encode_hdr(record.from_sent())},
                       {"lateness", metrics::encode_hdr(record.lateness())}};
}

void judge_slo(const SoakLimits& limits, const SoakRecord& record, CheckResult& result) {
  const double p99_us = microseconds_of(record.from_intended().quantile(0.99));
  result.summary = "p99 " + text_of(p99_us) + " us";
  if (limits.slo_p99_ms) {
    result.summary += ", limit " + text_of(*limits.slo_p99_ms * 1000) + " us";
    if (p99_us >= *limits.slo_p99_ms * 1000) {
      result.verdict = Verdict::Fail;
    }
  }
}

void add_drift(const char* name, const Drift& drift, CheckResult& result) {
  const std::string figure = name;
  result.figures.push_back({figure, drift.ratio});
  result.figures.push_back({figure + "_low", drift.low});
  result.figures.push_back({figure + "_high", drift.high});
}

std::string drift_text(const Drift& drift) {
  return text_of(drift.ratio) + " times itself (" + text_of(drift.low) + " to " +
         text_of(drift.high) + ")";
}

void judge_drift(const SoakPlan& plan, const SoakRecord& record, CheckResult& result) {
  const auto drift = estimate_drift(plan, record);
  if (!drift) {
    result.verdict = std::max(result.verdict, Verdict::Inconclusive);
    result.summary += "; too few intervals beyond the warm-up to tell of a drift";
    return;
  }
  add_drift("drift_p99_ratio", drift->seen, result);
  result.summary += "; over the soak p99 became " + drift_text(drift->seen);
  if (drift->beside_floor) {
    add_drift("drift_p99_ratio_beside_floor", *drift->beside_floor, result);
    result.figures.push_back({"drift_floor_weight", drift->floor_weight});
    result.summary += ", without what the floor shared " + drift_text(*drift->beside_floor);
  }
  result.summary += ", limit " + text_of(plan.limits.drift);
  switch (judge_drift(*drift, plan.limits.drift)) {
    case DriftVerdict::Steady:
      break;
    case DriftVerdict::Drifting:
      result.verdict = Verdict::Fail;
      break;
    case DriftVerdict::Machine:
      result.summary += "; the machine became slower";
      [[fallthrough]];
    case DriftVerdict::Unclear:
      result.verdict = std::max(result.verdict, Verdict::Inconclusive);
  }
}

/// What a generator that is late adds makes calls look slower than they are, never faster: so it
/// takes back a verdict against the core, and no other.
void doubt_generator(const SoakPlan& plan, const SoakRecord& record, const SoakEnd& end,
                     CheckResult& result) {
  const double late = microseconds_of(record.lateness().quantile(0.99));
  if (result.verdict == Verdict::Fail &&
      late > kLatenessShare * microseconds_of(record.from_intended().quantile(0.99))) {
    result.verdict = Verdict::Invalid;
    result.summary += "; but the generator was late, p99 " + text_of(late) + " us";
  }
  const double offered = plan.scenario.arrivals.expected_calls();
  const double least = kSentShare * (offered - 3 * std::sqrt(offered)) - 1;
  if (end.reason == SoakEnd::Reason::Completed && static_cast<double>(record.calls()) < least) {
    result.verdict = std::max(result.verdict, Verdict::Invalid);
    result.summary +=
        "; " + std::to_string(record.calls()) + " calls were made of " + text_of(offered);
  }
}

}  // namespace

CheckResult judge_latency(const SoakPlan& plan, const SoakRecord& record, const SoakEnd& end) {
  CheckResult result;
  result.name = "soak.latency";
  if (record.from_intended().empty()) {
    result.summary = "no call was made";
    return result;
  }
  result.verdict = Verdict::Pass;
  add_latency_figures(record, result);
  judge_slo(plan.limits, record, result);
  judge_drift(plan, record, result);
  doubt_generator(plan, record, end, result);
  return result;
}

}  // namespace orbbench::bench
