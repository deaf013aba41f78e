#include "checks/duet/duet_results.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include "checks/ratio_table.hpp"

namespace orbbench::bench {
namespace {

using duet::ErrorFigure;
using duet::Judgement;
using duet::RatioFigure;
using duet::Recording;
using duet::Side;

std::string percent(double ratio) {
  char text[32];
  std::snprintf(text, sizeof text, "%+.2f %%", 100 * (ratio - 1));
  return text;
}

/// "p50 +0.41 % (-0.12 % to +0.94 %; limit +5.00 %)"
std::string describe(const RatioFigure& figure) {
  std::string text = figure.name + " " + percent(figure.estimate.ratio) + " (" +
                     percent(figure.interval.low) + " to " + percent(figure.interval.high) + "; " +
                     (figure.limit > 1 ? "limit " + percent(figure.limit) : "no increase") + ")";
  return figure.changed ? text + ", changed" : text;
}

void add_ratio(const RatioFigure& figure, const std::string& unit, CheckResult& result) {
  const auto add = [&](const std::string& name, double value) {
    result.figures.push_back({name, value});
  };
  add("ratio_" + figure.name, figure.estimate.ratio);
  add("ratio_low_" + figure.name, figure.interval.low);
  add("ratio_high_" + figure.name, figure.interval.high);
  add("limit_" + figure.name, figure.limit);
  add("changed_" + figure.name, figure.changed ? 1 : 0);
  add("baseline_" + unit + "_" + figure.name, figure.baseline);
  add("candidate_" + unit + "_" + figure.name, figure.candidate);
}

/// A duet that cannot be trusted keeps its figures, and none of its verdicts.
void distrust(const Judgement& judgement, CheckResult& result) {
  if (!judgement.untrustworthy.empty()) {
    result.verdict = Verdict::Invalid;
    result.summary = judgement.untrustworthy;
  }
}

CheckResult result_of(std::string name, const std::vector<RatioFigure>& figures,
                      const std::string& unit) {
  CheckResult result{std::move(name), Verdict::Invalid, "not measured", {}};
  std::vector<RatioRow> rows;
  for (const RatioFigure& figure : figures) {
    const Verdict verdict = verdict_of(figure.decision);
    const bool first = result.figures.empty();
    result.verdict = first ? verdict : std::max(result.verdict, verdict);
    result.summary = (first ? "" : result.summary + "; ") + describe(figure);
    add_ratio(figure, unit, result);
    rows.push_back({figure.name, figure.baseline, figure.candidate, figure.estimate.ratio,
                    figure.interval.low, figure.interval.high, figure.limit, verdict});
    if (verdict == Verdict::Fail) {
      result.evidence.push_back(figure.name +
                                " is worse than its margin allows: " + describe(figure));
    }
  }
  if (!rows.empty()) {
    result.tables.push_back(ratio_table(rows));
  }
  return result;
}

void add_extent(const Recording& recording, CheckResult& result) {
  std::size_t calls = 0;
  for (const auto& stretch : recording.of(Side::Candidate).calls) {
    calls += stretch.size();
  }
  result.figures.push_back({"calls_each", static_cast<double>(calls)});
  result.figures.push_back({"rounds", static_cast<double>(recording.rounds.size())});
  result.figures.push_back(
      {"stretches", static_cast<double>(recording.of(Side::Candidate).calls.size())});
  result.figures.push_back(
      {"elapsed_seconds", std::chrono::duration<double>(recording.elapsed).count()});
}

CheckResult latency_result(const Recording& recording, const Judgement& judgement) {
  CheckResult result = result_of("duet.latency", judgement.latency, "us");
  add_extent(recording, result);
  distrust(judgement, result);
  return result;
}

CheckResult deallocation_result(const Judgement& judgement) {
  std::vector<RatioFigure> figures;
  if (judgement.deallocation) {
    figures.push_back(*judgement.deallocation);
  }
  CheckResult result = result_of("duet.deallocation", figures, "us");
  distrust(judgement, result);
  return result;
}

CheckResult memory_result(const Recording& recording, const Judgement& judgement) {
  if (!judgement.memory) {
    CheckResult result{"duet.memory", Verdict::Inconclusive, "hardly any readings", {}, {}};
    if (!recording.no_memory.empty()) {
      result.summary = recording.no_memory;
    }
    distrust(judgement, result);
    return result;
  }
  CheckResult result = result_of("duet.memory", {*judgement.memory}, "octets");
  result.figures.push_back({"readings", static_cast<double>(recording.resident_octets.size())});
  if (!recording.unequal_past.empty()) {
    result.evidence.push_back(recording.unequal_past);
  }
  distrust(judgement, result);
  return result;
}

CheckResult errors_result(const Judgement& judgement) {
  const ErrorFigure& errors = judgement.errors;
  CheckResult result{"duet.errors", verdict_of(errors.decision), {}, {}, {}};
  char text[96];
  std::snprintf(text, sizeof text, "%llu of %llu calls failed (at most %.4f %%)",
                static_cast<unsigned long long>(errors.errors),
                static_cast<unsigned long long>(errors.calls), 100 * errors.rate.high);
  result.summary = text;
  result.figures = {{"errors", static_cast<double>(errors.errors)},
                    {"calls", static_cast<double>(errors.calls)},
                    {"error_rate_low", errors.rate.low},
                    {"error_rate_high", errors.rate.high},
                    {"baseline_errors", static_cast<double>(judgement.baseline_errors.errors)},
                    {"baseline_calls", static_cast<double>(judgement.baseline_errors.calls)}};
  return result;
}

}  // namespace

std::vector<CheckResult> duet_results(const Recording& recording, const Judgement& judgement) {
  CheckResult errors = errors_result(judgement);
  if (!recording.of(Side::Candidate).first_error.empty()) {
    errors.evidence.push_back("first error: " + recording.of(Side::Candidate).first_error);
  }
  // That calls fail is what this one is about: it is not taken back because of it.
  if (errors.verdict != Verdict::Fail) {
    distrust(judgement, errors);
  }
  return {latency_result(recording, judgement), deallocation_result(judgement),
          memory_result(recording, judgement), errors};
}

}  // namespace orbbench::bench
