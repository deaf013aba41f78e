#include "soak/judgement.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>

#include "orbbench/metrics/hdr_histogram_codec.hpp"

namespace orbbench::bench {
namespace {

using metrics::GrowthJudgement;
using metrics::GrowthSample;
using metrics::GrowthVerdict;

constexpr double kSentShare = 0.99;
constexpr double kLatenessShare = 0.1;
constexpr std::size_t kMostLines = 10;

std::string text_of(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

double seconds(std::chrono::nanoseconds duration) {
  return std::chrono::duration<double>(duration).count();
}

double microseconds(std::chrono::nanoseconds duration) {
  return static_cast<double>(duration.count()) / 1e3;
}

CheckResult named(const char* name) {
  CheckResult result;
  result.name = name;
  return result;
}

CheckResult judge_end(const SoakPlan& plan, const SoakRecord& record, const SoakEnd& end) {
  CheckResult result = named("soak.end");
  const double elapsed = seconds(record.elapsed());
  const double planned = seconds(plan.scenario.arrivals.duration);
  result.figures = {{"elapsed_seconds", elapsed},
                    {"planned_seconds", planned},
                    {"intervals", static_cast<double>(record.intervals().size())},
                    {"core_restarts", static_cast<double>(record.restarts().size())}};
  result.evidence = record.restarts();
  const std::string after = "after " + text_of(elapsed) + " s of " + text_of(planned) + " s";
  if (end.reason == SoakEnd::Reason::CoreDied) {
    result.verdict = Verdict::Fail;
    result.summary = "the core died " + after + ": " + end.text;
    result.evidence.insert(result.evidence.end(), end.log.begin(), end.log.end());
  } else if (!record.restarts().empty()) {
    result.verdict = Verdict::Fail;
    result.summary = "the core restarted";
  } else if (end.reason == SoakEnd::Reason::Interrupted) {
    result.verdict = Verdict::Inconclusive;
    result.summary = "interrupted " + after;
  } else {
    result.verdict = Verdict::Pass;
    result.summary = "all of its " + text_of(planned) + " s";
  }
  return result;
}

CheckResult judge_errors(const SoakRecord& record) {
  CheckResult result = named("soak.errors");
  const OutcomeCounts& outcomes = record.outcomes();
  result.figures = {{"calls", static_cast<double>(outcomes.calls())},
                    {"errors", static_cast<double>(outcomes.errors())}};
  for (const Outcome outcome : kOutcomes) {
    if (outcome != Outcome::Ok) {
      result.figures.push_back(
          {std::string("errors_") + to_string(outcome), static_cast<double>(outcomes[outcome])});
    }
  }
  if (outcomes.calls() == 0) {
    result.summary = "no call was made";
  } else if (outcomes.errors() == 0) {
    result.verdict = Verdict::Pass;
    result.summary = "none of " + std::to_string(outcomes.calls()) + " calls failed";
  } else {
    result.verdict = Verdict::Fail;
    result.summary = std::to_string(outcomes.errors()) + " of " + std::to_string(outcomes.calls()) +
                     " calls failed";
    result.evidence.push_back("first error: " + record.first_error());
    for (const IntervalSummary& interval : record.intervals()) {
      if (interval.errors > 0 && result.evidence.size() <= kMostLines) {
        result.evidence.push_back("interval " + std::to_string(interval.index) + ": " +
                                  std::to_string(interval.errors) + " of " +
                                  std::to_string(interval.calls));
      }
    }
  }
  return result;
}

/// The logarithm of p99 against time, 1 being the whole of the soak.
std::vector<GrowthSample> p99_over_time(const SoakPlan& plan, const SoakRecord& record) {
  std::vector<GrowthSample> samples;
  const double planned = seconds(plan.scenario.arrivals.duration);
  std::chrono::nanoseconds passed{0};
  for (const IntervalSummary& interval : record.intervals()) {
    passed += interval.length;
    if (passed > plan.warm_up && interval.p99.count() > 0) {
      samples.push_back({seconds(passed) / planned, std::log(microseconds(interval.p99)), 0});
    }
  }
  return samples;
}

void add_latency_figures(const SoakRecord& record, CheckResult& result) {
  constexpr std::array<std::pair<const char*, double>, 4> kQuantiles{
      {{"p50", 0.5}, {"p95", 0.95}, {"p99", 0.99}, {"p999", 0.999}}};
  for (const auto& [name, share] : kQuantiles) {
    result.figures.push_back(
        {std::string("latency_us_") + name, microseconds(record.from_intended().quantile(share))});
  }
  result.figures.push_back({"latency_us_max", microseconds(record.from_intended().max())});
  result.figures.push_back({"lateness_us_p99", microseconds(record.lateness().quantile(0.99))});
  result.histograms = {{"latency", metrics::encode_hdr(record.from_intended())},
                       {"from_sent", metrics::encode_hdr(record.from_sent())},
                       {"lateness", metrics::encode_hdr(record.lateness())}};
}

void judge_slo(const SoakLimits& limits, const SoakRecord& record, CheckResult& result) {
  const double p99_us = microseconds(record.from_intended().quantile(0.99));
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
  const double late = microseconds(record.lateness().quantile(0.99));
  if (result.verdict == Verdict::Fail &&
      late > kLatenessShare * microseconds(record.from_intended().quantile(0.99))) {
    result.verdict = Verdict::Invalid;
    result.summary += "; but the generator was late, p99 " + text_of(late) + " us";
  }
  const double offered = plan.scenario.arrivals.expected_calls();
  const double least = kSentShare * (offered - 3 * std::sqrt(offered)) - 1;
  if (end.reason == SoakEnd::Reason::Completed &&
      static_cast<double>(record.outcomes().calls()) < least) {
    result.verdict = std::max(result.verdict, Verdict::Invalid);
    result.summary += "; " + std::to_string(record.outcomes().calls()) + " calls were made of " +
                      text_of(offered);
  }
}

CheckResult judge_latency(const SoakPlan& plan, const SoakRecord& record, const SoakEnd& end) {
  CheckResult result = named("soak.latency");
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

Verdict verdict_of(GrowthVerdict growth) {
  switch (growth) {
    case GrowthVerdict::Steady:
    case GrowthVerdict::WarmedUp:
      return Verdict::Pass;
    case GrowthVerdict::Growing:
      return Verdict::Fail;
    case GrowthVerdict::Unclear:
    case GrowthVerdict::TooShort:
      return Verdict::Inconclusive;
  }
  return Verdict::Invalid;
}

std::string describe(const std::string& what, const GrowthJudgement& growth) {
  if (growth.verdict == GrowthVerdict::TooShort) {
    return what + ": too few intervals beyond the warm-up";
  }
  const auto of = [](const metrics::Growth& one) {
    return text_of(one.slope) + " (" + text_of(one.interval.low) + " to " +
           text_of(one.interval.high) + ")";
  };
  return what + " " + of(growth.whole) + " per 1,000 calls, in the later half " +
         of(growth.later_half) + ", limit " + text_of(growth.margin);
}

const char* word_for(GrowthVerdict verdict) {
  switch (verdict) {
    case GrowthVerdict::Steady:
      return "steady";
    case GrowthVerdict::WarmedUp:
      return "grew at first, and has stopped";
    case GrowthVerdict::Growing:
      return "grows";
    case GrowthVerdict::Unclear:
      return "cannot be told";
    case GrowthVerdict::TooShort:
      return "too short";
  }
  return "";
}

/// Several quantities under one check: it takes the worst of them.
class GrowthCheck {
 public:
  GrowthCheck(const char* name, metrics::GrowthMargin margin)
      : result_(named(name)), margin_(margin) {
    result_.verdict = Verdict::Pass;
  }

  void add(const std::string& what, const std::vector<GrowthSample>& samples) {
    if (samples.empty()) {
      return;
    }
    const GrowthJudgement growth = metrics::judge_growth(samples, margin_);
    result_.figures.push_back({what + "_per_1000_calls", growth.whole.slope});
    result_.figures.push_back({what + "_per_1000_calls_low", growth.whole.interval.low});
    result_.figures.push_back({what + "_per_1000_calls_high", growth.whole.interval.high});
    result_.figures.push_back({what + "_per_1000_calls_later_half", growth.later_half.slope});
    note(what, growth);
  }

  /// Judged likewise, and only shown where it does not pass: there are many.
  void add_site(const std::string& site, const std::vector<GrowthSample>& samples) {
    const GrowthJudgement growth = metrics::judge_growth(samples, margin_);
    if (growth.verdict == GrowthVerdict::Growing) {
      result_.verdict = Verdict::Fail;
      result_.evidence.push_back(describe(site + ": live objects", growth));
    }
  }

  CheckResult finish(const SoakRecord& record) {
    if (result_.summary.empty()) {
      const bool has_samples = std::ranges::any_of(
          record.intervals(), [](const IntervalSummary& one) { return one.core.has_value(); });
      result_.verdict = has_samples ? Verdict::Inconclusive : Verdict::Invalid;
      result_.summary = has_samples ? "no sample beyond the warm-up tells of it"
                                    : "the core's metrics page tells nothing of it";
    }
    return std::move(result_);
  }

  CheckResult& result() { return result_; }

 private:
  void note(const std::string& what, const GrowthJudgement& growth) {
    result_.verdict = std::max(result_.verdict, verdict_of(growth.verdict));
    result_.summary +=
        (result_.summary.empty() ? "" : "; ") + what + ": " + word_for(growth.verdict);
    if (verdict_of(growth.verdict) != Verdict::Pass) {
      result_.evidence.push_back(describe(what, growth));
    }
  }

  CheckResult result_;
  metrics::GrowthMargin margin_;
};

/// Resident memory holds pages of files too, which the system takes away and brings back.
CheckResult judge_memory(const SoakPlan& plan, const SoakRecord& record) {
  GrowthCheck check("soak.memory", plan.limits.octets);
  const auto anonymous =
      growth_samples(plan, record, [](const CoreSample& core) { return core.anonymous_octets; });
  if (!anonymous.empty()) {
    check.add("anonymous_octets", anonymous);
    return check.finish(record);
  }
  check.add("resident_octets", growth_samples(plan, record, [](const CoreSample& core) {
              return core.resident_octets > 0 ? std::optional(core.resident_octets) : std::nullopt;
            }));
  return check.finish(record);
}

std::set<std::string> sites_of(const SoakRecord& record) {
  std::set<std::string> sites;
  for (const IntervalSummary& interval : record.intervals()) {
    if (interval.core) {
      for (const auto& [site, count] : interval.core->live_objects) {
        sites.insert(site);
      }
    }
  }
  return sites;
}

CheckResult judge_ledger(const SoakPlan& plan, const SoakRecord& record) {
  GrowthCheck check("soak.ledger", plan.limits.objects);
  check.add("live_objects", growth_samples(plan, record, [](const CoreSample& core) {
              return core.has_ledger ? std::optional(live_objects_of(core)) : std::nullopt;
            }));
  for (const std::string& site : sites_of(record)) {
    check.add_site(site, growth_samples(plan, record, [&](const CoreSample& core) {
                     const auto found = core.live_objects.find(site);
                     const bool is_there = found != core.live_objects.end();
                     return std::optional<double>(is_there ? double(found->second) : 0);
                   }));
  }
  if (const auto& broken = record.broken_rules(); !broken.empty()) {
    CheckResult& result = check.result();
    result.verdict = Verdict::Fail;
    result.summary = std::to_string(broken.size()) + " rules of bookkeeping are broken" +
                     (result.summary.empty() ? "" : "; " + result.summary);
    result.evidence.insert(result.evidence.end(), broken.begin(), broken.end());
  }
  return check.finish(record);
}

CheckResult judge_resources(const SoakPlan& plan, const SoakRecord& record) {
  GrowthCheck check("soak.resources", plan.limits.objects);
  check.add("descriptors", growth_samples(plan, record, [](const CoreSample& core) {
              return core.descriptors > 0 ? std::optional(core.descriptors) : std::nullopt;
            }));
  check.add("connections",
            growth_samples(plan, record, [](const CoreSample& core) { return core.connections; }));
  check.add("threads", growth_samples(plan, record, [](const CoreSample& core) {
              return core.threads > 0 ? std::optional(core.threads) : std::nullopt;
            }));
  return check.finish(record);
}

/// A core that cannot be looked at for a while may do anything meanwhile.
void note_missing_samples(const SoakRecord& record, CheckResult& result) {
  const auto missing =
      std::ranges::count_if(record.intervals(), [](const auto& one) { return !one.core; });
  if (missing > 0) {
    result.figures.push_back({"samples_missing", static_cast<double>(missing)});
    result.evidence.push_back("a sample is missing: " + record.sample_error());
  }
}

}  // namespace

std::size_t SoakPlan::intervals() const {
  const auto& duration = scenario.arrivals.duration;
  return static_cast<std::size_t>((duration + interval - std::chrono::nanoseconds(1)) / interval);
}

double live_objects_of(const CoreSample& sample) {
  double sum = 0;
  for (const auto& [site, count] : sample.live_objects) {
    sum += static_cast<double>(count);
  }
  return sum;
}

std::vector<CheckResult> judge_soak(const SoakPlan& plan, const SoakRecord& record,
                                    const SoakEnd& end) {
  std::vector<CheckResult> checks{judge_end(plan, record, end),     judge_errors(record),
                                  judge_latency(plan, record, end), judge_memory(plan, record),
                                  judge_ledger(plan, record),       judge_resources(plan, record)};
  note_missing_samples(record, checks.front());
  return checks;
}

}  // namespace orbbench::bench
