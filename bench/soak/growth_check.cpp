#include "soak/growth_check.hpp"

#include <algorithm>
#include <utility>

#include "soak/judgement_text.hpp"

namespace orbbench::bench {
namespace {

using metrics::GrowthJudgement;
using metrics::GrowthSample;
using metrics::GrowthVerdict;

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

}  // namespace

GrowthCheck::GrowthCheck(const char* name, metrics::GrowthMargin margin) : margin_(margin) {
  result_.name = name;
  result_.verdict = Verdict::Pass;
}

void GrowthCheck::add(const std::string& what, const std::vector<GrowthSample>& samples) {
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

void GrowthCheck::add_site(const std::string& site, const std::vector<GrowthSample>& samples) {
  const GrowthJudgement growth = metrics::judge_growth(samples, margin_);
  if (growth.verdict == GrowthVerdict::Growing) {
    result_.verdict = Verdict::Fail;
    result_.evidence.push_back(describe(site + ": live objects", growth));
  }
}

CheckResult GrowthCheck::finish(const SoakRecord& record) {
  if (result_.summary.empty()) {
    const bool has_samples = std::ranges::any_of(
        record.intervals(), [](const IntervalSummary& one) { return one.core.has_value(); });
    result_.verdict = has_samples ? Verdict::Inconclusive : Verdict::Invalid;
    result_.summary = has_samples ? "no sample beyond the warm-up tells of it"
                                  : "the core's metrics page tells nothing of it";
  }
  return std::move(result_);
}

void GrowthCheck::note(const std::string& what, const GrowthJudgement& growth) {
  result_.verdict = std::max(result_.verdict, verdict_of(growth.verdict));
  result_.summary += (result_.summary.empty() ? "" : "; ") + what + ": " + word_for(growth.verdict);
  if (verdict_of(growth.verdict) != Verdict::Pass) {
    result_.evidence.push_back(describe(what, growth));
  }
}

}  // namespace orbbench::bench
