#include "soak/latency_judgement.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "orbbench/metrics/hdr_histogram_codec.hpp"
#include "soak/judgement_text.hpp"

namespace orbbench::bench {
namespace {

using metrics::GrowthSample;

constexpr double kSentShare = 0.99;
constexpr double kLatenessShare = 0.1;

/// The logarithm of p99 against time, 1 being the whole of the soak.
std::vector<GrowthSample> p99_over_time(const SoakPlan& plan, const SoakRecord& record) {
  std::vector<GrowthSample> samples;
  const double planned = seconds_of(plan.scenario.arrivals.duration);
  std::chrono::nanoseconds passed{0};
  for (const IntervalSummary& interval : record.intervals()) {
    passed += interval.length;
    if (passed > plan.warm_up && interval.p99.count() > 0) {
      samples.push_back({seconds_of(passed) / planned, std::log(microseconds_of(interval.p99)), 0});
    }
  }
  return samples;
}

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

void judge_drift(const SoakPlan& plan, const SoakRecord& record, CheckResult& result) {
  const auto samples = p99_over_time(plan, record);
  if (samples.size() < metrics::kFewestGrowthSamples) {
    result.verdict = std::max(result.verdict, Verdict::Inconclusive);
    result.summary += "; too few intervals beyond the warm-up to tell of a drift";
    return;
  }
  const metrics::Growth drift = metrics::estimate_growth(samples, {});
  const double margin = std::log(plan.limits.drift);
  result.figures.push_back({"drift_p99_ratio", std::exp(drift.slope)});
  result.figures.push_back({"drift_p99_ratio_low", std::exp(drift.interval.low)});
  result.figures.push_back({"drift_p99_ratio_high", std::exp(drift.interval.high)});
  result.summary += "; over the soak p99 became " + text_of(std::exp(drift.slope)) +
                    " times itself (" + text_of(std::exp(drift.interval.low)) + " to " +
                    text_of(std::exp(drift.interval.high)) + "), limit " +
                    text_of(plan.limits.drift);
  if (drift.interval.low > margin) {
    result.verdict = Verdict::Fail;
  } else if (drift.interval.high > margin) {
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
