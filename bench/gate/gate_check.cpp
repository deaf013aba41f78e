#include "gate/gate_check.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "gate/comparison.hpp"
#include "gate/gate_report.hpp"
#include "gate/run_spread.hpp"
#include "gate/stored_check.hpp"
#include "orbbench/metrics/hdr_histogram_codec.hpp"
#include "orbbench/metrics/non_inferiority.hpp"

namespace orbbench::gate {
namespace {

using bench::CheckResult;
using bench::Verdict;
using metrics::RatioEstimate;

constexpr double kSure = 0.95;
constexpr double kSureOfTwo = 0.975;  // C. E. Bonferroni, 1936
constexpr std::uint64_t kSeed = 1;
// A machine whose floor took a tenth more or less of a time is not as it was.
constexpr double kFloorMoved = 1.1;
// Of the machine's processors. What is always there, a bench that rests included, takes less.
constexpr double kOtherWork = 0.1;

std::optional<IntervalQuantiles> intervals_of(const CheckResult& check, const std::string& series) {
  std::map<std::string, const bench::EncodedHistogram*> by_name;
  for (const bench::EncodedHistogram& histogram : check.histograms) {
    by_name[histogram.name] = &histogram;
  }
  std::vector<bench::SparseHistogram> intervals;
  for (auto found = by_name.find(series + "/0"); found != by_name.end();
       found = by_name.find(series + "/" + std::to_string(intervals.size()))) {
    intervals.emplace_back(metrics::decode_hdr(found->second->octets));
  }
  if (intervals.empty()) {
    return std::nullopt;
  }
  return IntervalQuantiles(intervals);
}

std::vector<metrics::Round> rounds_of(const CheckResult& check, std::size_t intervals) {
  const auto rounds = static_cast<std::size_t>(figure_of(check, "repeats").value_or(0)) + 1;
  const std::size_t each = std::max(intervals / rounds, std::size_t{1});
  std::vector<metrics::Round> all;
  for (std::size_t first = 0; first + each <= intervals; first += each) {
    all.push_back({first, each});
  }
  return all;
}

/// Nothing when the check was not measured in intervals.
std::optional<Side> side_of(const CheckResult& check) {
  auto latency = intervals_of(check, "latency");
  if (!latency || latency->count() == 0) {
    return std::nullopt;
  }
  auto floor = intervals_of(check, "floor");
  if (floor && floor->intervals() != latency->intervals()) {
    floor.reset();
  }
  const std::size_t intervals = latency->intervals();
  return Side{*std::move(latency), std::move(floor), rounds_of(check, intervals)};
}

const bench::Table* scenario_of(const CheckResult& check) {
  const auto found = std::ranges::find(check.tables, "scenario", &bench::Table::name);
  return found != check.tables.end() ? &*found : nullptr;
}

/// "lanes: 4 in the baseline, 8 here"; empty when the load is the same.
std::string describe_other_load(const CheckResult& baseline, const CheckResult& candidate) {
  Fingerprint there;
  Fingerprint here;
  for (auto [check, scenario] : {std::pair(&baseline, &there), std::pair(&candidate, &here)}) {
    const bench::Table* table = scenario_of(*check);
    for (std::size_t row = 0; table != nullptr && row < table->rows.size(); ++row) {
      (*scenario)[table->rows[row].front()] = table->rows[row].back();
    }
  }
  std::string text;
  for (const std::string& line : describe_differences(there, here)) {
    text += (text.empty() ? "" : "; ") + line;
  }
  return text;
}

/// Why the floors of the two runs tell that the machine was not the same; empty when they do not.
std::string describe_moved_floor(const RatioEstimate& floor, double confidence) {
  const auto interval = floor.interval(confidence);
  if (interval.high >= 1 / kFloorMoved && interval.low <= kFloorMoved) {
    return {};
  }
  return "the floor itself moved by " + percent(floor.ratio) +
         ": the machine is not as it was, and only ratios to the floor gate";
}

CheckResult refused(const std::string& name, std::string reason) {
  return {name, Verdict::Invalid, std::move(reason), {}};
}

/// Why the two cannot be compared; empty when they can.
std::string find_obstacle(const Baseline& baseline, const std::optional<CheckResult>& there,
                          const CheckResult& candidate) {
  const std::string the_baseline = "the baseline '" + baseline.name + "' ";
  if (!there) {
    return the_baseline + "has no " + candidate.name +
           ": set one that was measured with the same scenario";
  }
  if (candidate.verdict == Verdict::Invalid) {
    return "not measured properly: " + candidate.summary;
  }
  if (there->verdict == Verdict::Invalid) {
    return the_baseline + "was not measured properly: " + there->summary;
  }
  const std::string other = describe_other_load(*there, candidate);
  return other.empty() ? "" : the_baseline + "had another load: " + other;
}

void add_errors(const CheckResult& candidate, const Margins& margins, CheckResult& result) {
  const auto errors = static_cast<std::uint64_t>(figure_of(candidate, "errors").value_or(0));
  const auto calls = static_cast<std::uint64_t>(figure_of(candidate, "calls").value_or(0));
  const metrics::Interval rate = metrics::proportion_interval(errors, calls, kSure);
  result.figures.push_back({"error_rate_high", rate.high});
  result.figures.push_back({"limit_error_rate", margins.error_rate});
  if (errors == 0) {
    return;  // as many calls as show the rate to be under its limit may not have been made
  }
  const Verdict verdict =
      bench::verdict_of(metrics::judge_non_inferiority(rate, margins.error_rate));
  result.verdict = std::max(result.verdict, verdict);
  result.evidence.push_back(std::to_string(errors) + " of " + std::to_string(calls) +
                            " calls failed");
}

/// Times gate unless something else than the core has changed them.
Bearing bearing_of_times(const Baseline& baseline, const Fingerprint& here,
                         const QuantileRatio& lowest, double confidence, GateReport& report) {
  if (!is_same_machine(baseline.run.fingerprint, here)) {
    report.tell("another machine: only ratios to the floor gate");
    return Bearing::Shown;
  }
  const std::string moved =
      lowest.floor ? describe_moved_floor(*lowest.floor, confidence) : std::string();
  if (moved.empty()) {
    return Bearing::Gates;
  }
  report.tell(moved);
  return Bearing::Shown;
}

using SpreadOfFigure = std::function<RunSpread(const std::string&)>;

/// A tail of which nothing is known but these two runs: whether the minute in which each was made
/// could have done it. p99 of a core at rest has been seen to differ threefold from one minute to
/// the next, in all starts within it (docs/adr/0020).
bool could_be_the_minute(const QuantileMargin& quantile, RatioEstimate estimate,
                         const RunSpread& known, double confidence) {
  constexpr double kTail = 0.99;
  constexpr double kSeen = 3;
  constexpr double kNormalQuantile = 1.96;  // of 95 %
  if (quantile.share < kTail || known.runs > 0) {
    return false;
  }
  estimate.log_standard_error =
      std::hypot(estimate.log_standard_error, std::log(kSeen) / kNormalQuantile);
  return estimate.interval(confidence).low <= 1 + quantile.margin;
}

void add_quantile(const QuantileMargin& quantile, const QuantileRatio& ratio, Bearing times,
                  const SpreadOfFigure& spread_of_figure, double confidence, GateReport& report) {
  const auto add = [&](const std::string& row, const std::string& figure, RatioEstimate estimate,
                       Bearing bearing) {
    // Each of the two runs differs by it.
    const RunSpread known = spread_of_figure(figure);
    estimate.log_standard_error =
        std::hypot(estimate.log_standard_error, std::sqrt(2) * known.log_deviation);
    report.add({row, figure, quantile.margin, bearing}, estimate);
    if (bearing == Bearing::Gates && report.latest() == Verdict::Fail &&
        could_be_the_minute(quantile, estimate, known, confidence)) {
      report.doubt(
          "how much it differs from minute to minute is not known here; keep five runs "
          "(--store), or compare the two in a duet");
    }
    if (!ratio.rests_on_enough && bearing == Bearing::Gates) {
      report.doubt("rests on too few calls, or intervals; measure for longer");
    }
  };
  const std::string& name = quantile.quantile;
  add(name, "latency_us_" + name, ratio.time, times);
  if (ratio.to_floor) {
    add(name + "_to_floor", "ratio_to_floor_" + name, *ratio.to_floor, Bearing::Gates);
    add("floor_" + name, "floor_us_" + name, *ratio.floor, Bearing::Shown);
  }
}

/// "other work took 1.62 of 2 processors while ..."; empty where it took next to none.
std::string describe_other_work(const CheckResult& check, const Fingerprint& machine,
                                const std::string& which) {
  const double work = figure_of(check, "other_work_processors").value_or(0);
  const auto count = machine.find("processors");
  const std::string processors = count != machine.end() ? count->second : "1";
  if (work <= kOtherWork * std::max(1.0, std::atof(processors.c_str()))) {
    return {};
  }
  char text[96];
  std::snprintf(text, sizeof text,
                "other work took %.2f of %s processors while the %s was measured", work,
                processors.c_str(), which.c_str());
  return text;
}

/// Other work makes calls slower, never faster: of a candidate that was slowed nothing is known
/// that speaks against it, and beside a baseline that was slowed nothing that speaks for it.
void doubt_disturbed(const Baseline& baseline, const CheckResult& there,
                     const CheckResult& candidate, const Fingerprint& here, GateReport& report) {
  const std::string now = describe_other_work(candidate, here, "candidate");
  if (!now.empty()) {
    report.doubt_all(Verdict::Fail, now);
  }
  const std::string then = describe_other_work(there, baseline.run.fingerprint, "baseline");
  if (!then.empty()) {
    report.doubt_all(Verdict::Pass, then);
  }
}

CheckResult compare(const Baseline& baseline, const CheckResult& there,
                    const CheckResult& candidate, const Fingerprint& here,
                    const GateSettings& settings) {
  const auto below = side_of(there);
  const auto above = side_of(candidate);
  if (!below || !above) {
    return refused(gate_name(candidate.name),
                   "there are no intervals to compare: " +
                       std::string(below ? "hardly a call was made" : "set the baseline anew"));
  }
  const std::vector<QuantileMargin>& quantiles = settings.margins.quantiles;
  std::vector<double> shares;
  shares.reserve(quantiles.size());
  for (const QuantileMargin& quantile : quantiles) {
    shares.push_back(quantile.share);
  }
  const auto ratios = compare_sides(*below, *above, shares, kSeed);
  const double confidence = settings.repeats > 0 ? kSureOfTwo : kSure;
  GateReport report(there, candidate, confidence);
  const SpreadOfFigure spread_of_figure = [&](const std::string& figure) {
    return spread_of(figure, candidate, settings.kept, here);
  };
  const Bearing times = bearing_of_times(baseline, here, ratios.front(), confidence, report);
  for (std::size_t i = 0; i < quantiles.size(); ++i) {
    add_quantile(quantiles[i], ratios[i], times, spread_of_figure, confidence, report);
  }
  doubt_disturbed(baseline, there, candidate, here, report);
  for (const std::string& line : describe_differences(baseline.run.fingerprint, here)) {
    report.tell(line);
  }
  CheckResult result = report.result(gate_name(candidate.name));
  for (const QuantileMargin& quantile : quantiles) {
    const RunSpread spread = spread_of_figure("latency_us_" + quantile.quantile);
    result.figures.push_back({"run_spread_" + quantile.quantile, spread.log_deviation});
    result.figures.push_back(
        {"runs_behind_it_" + quantile.quantile, static_cast<double>(spread.runs)});
  }
  result.figures.push_back({"confidence", confidence});
  result.figures.push_back({"repeats_budget", static_cast<double>(settings.repeats)});
  result.figures.push_back({"repeats", figure_of(candidate, "repeats").value_or(0)});
  return result;
}

}  // namespace

std::string gate_name(const std::string& latency_check) {
  const std::string prefix = "latency.";
  return "gate." +
         (latency_check.starts_with(prefix) ? latency_check.substr(prefix.size()) : latency_check);
}

CheckResult judge_against(const Baseline& baseline, const CheckResult& candidate,
                          const Fingerprint& here, const GateSettings& settings) {
  const auto there = check_of(baseline.run, candidate.name);
  if (std::string obstacle = find_obstacle(baseline, there, candidate); !obstacle.empty()) {
    return refused(gate_name(candidate.name), std::move(obstacle));
  }
  CheckResult result = compare(baseline, *there, candidate, here, settings);
  add_errors(candidate, settings.margins, result);
  return result;
}

}  // namespace orbbench::gate
