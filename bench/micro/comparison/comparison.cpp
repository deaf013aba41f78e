#include "micro/comparison/comparison.hpp"

#include <fnmatch.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <optional>
#include <set>

#include "checks/ratio_table.hpp"
#include "micro/comparison/rank_sum.hpp"
#include "orbbench/metrics/non_inferiority.hpp"

namespace orbbench::micro {
namespace {

using bench::CheckResult;
using bench::RunResult;
using bench::Verdict;

constexpr double kLevel = (1 - kConfidence) / 2;
constexpr double kOtherWork = 0.1;  // of the machine, above which a run is disturbed
constexpr const char* kTime = "time";
constexpr const char* kOverFloor = "over_floor";

/// One figure of one benchmark, as both runs have it.
struct Compared {
  std::string figure;
  double baseline = 0;  ///< medians
  double candidate = 0;
  RatioOfSamples ratio;
  double probability = 1;  ///< of such ranks, were it at its limit
};

/// A benchmark that both have.
struct Pair {
  std::string name;
  double limit = 1;
  Compared time;
  std::optional<Compared> over_floor;
  double adjusted = 1;  ///< the probability of the figure that gates, by Holm

  const Compared& gating(Gated gated) const {
    return gated == Gated::OverFloor ? over_floor.value() : time;
  }
};

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

Compared compare_figure(const char* figure, const std::vector<double>& baseline,
                        const std::vector<double>& candidate, double limit) {
  const RankSumDistribution distribution(baseline.size(), candidate.size());
  return {figure, median(baseline), median(candidate),
          ratio_of_samples(baseline, candidate, kConfidence, distribution),
          probability_over(baseline, candidate, limit, distribution)};
}

Pair pair_of(const std::string& name, const BenchmarkTimes& baseline,
             const BenchmarkTimes& candidate, double limit) {
  Pair pair{name, limit, {}, {}};
  pair.time = compare_figure(kTime, baseline.nanoseconds, candidate.nanoseconds, limit);
  if (!baseline.over_floor.empty() && !candidate.over_floor.empty()) {
    pair.over_floor = compare_figure(kOverFloor, baseline.over_floor, candidate.over_floor, limit);
  }
  return pair;
}

/// Processors that others kept busy for half of the run's repetitions or more.
double other_work(const BenchmarkRun& run) {
  return run.other_work.empty() ? 0 : median(run.other_work);
}

bool is_disturbed(const BenchmarkRun& run) {
  const auto processors = run.fingerprint.find("processors");
  const double all =
      processors == run.fingerprint.end() ? 1 : std::atof(processors->second.c_str());
  return other_work(run) > kOtherWork * std::max(1.0, all);
}

/// Which of the two runs others disturbed.
struct Disturbed {
  bool baseline = false;
  bool candidate = false;
};

Verdict verdict_of(const Pair& pair, Gated gated, Disturbed disturbed) {
  const metrics::Interval& interval = pair.gating(gated).ratio.interval;
  if (metrics::judge_non_inferiority(interval, pair.limit) == metrics::NonInferiority::Shown) {
    return disturbed.baseline ? Verdict::Inconclusive : Verdict::Pass;
  }
  return pair.adjusted <= kLevel && !disturbed.candidate ? Verdict::Fail : Verdict::Inconclusive;
}

void add_figures(CheckResult& check, const Compared& compared) {
  const metrics::Interval& interval = compared.ratio.interval;
  const std::string unit = compared.figure == kTime ? "_ns" : "";
  check.figures.push_back({"baseline_" + compared.figure + unit, compared.baseline});
  check.figures.push_back({"candidate_" + compared.figure + unit, compared.candidate});
  check.figures.push_back({"ratio_" + compared.figure, compared.ratio.ratio});
  // Too few repetitions for an interval have none: infinity is no number in JSON.
  if (std::isfinite(interval.high)) {
    check.figures.push_back({"ratio_low_" + compared.figure, interval.low});
    check.figures.push_back({"ratio_high_" + compared.figure, interval.high});
  }
}

std::string summary_of(const Compared& compared, double limit, double adjusted) {
  const auto& [ratio, interval] = compared.ratio;
  char text[160];
  std::snprintf(text, sizeof text, "%s %.3f times (%.3f to %.3f), limit %.2f, p %.2g",
                compared.figure == kTime ? "time" : "ratio to the floor", ratio, interval.low,
                interval.high, limit, adjusted);
  return text;
}

CheckResult check_of(const Pair& pair, Gated gated, Disturbed disturbed) {
  const Compared& gating = pair.gating(gated);
  CheckResult check;
  check.name = "bench." + pair.name;
  check.verdict = verdict_of(pair, gated, disturbed);
  check.summary = summary_of(gating, pair.limit, pair.adjusted);
  add_figures(check, pair.time);
  if (pair.over_floor) {
    add_figures(check, *pair.over_floor);
  }
  check.figures.push_back({"limit", pair.limit});
  check.figures.push_back({"probability", pair.adjusted});
  const auto& [ratio, interval] = gating.ratio;
  check.tables.push_back(
      bench::ratio_table({{gating.figure, gating.baseline, gating.candidate, ratio, interval.low,
                           interval.high, pair.limit, check.verdict}}));
  return check;
}

CheckResult unusable(const std::string& name, Verdict verdict, const std::string& why) {
  return {"bench." + name, verdict, why, {}};
}

bool is_another_machine(const BenchmarkRun& baseline, const BenchmarkRun& candidate) {
  static const std::set<std::string> keys{"processor", "processors", "governor"};
  const auto value = [](const BenchmarkRun& run, const std::string& key) {
    const auto found = run.fingerprint.find(key);
    return found == run.fingerprint.end() ? "" : found->second;
  };
  return std::any_of(keys.begin(), keys.end(), [&](const std::string& key) {
    return value(baseline, key) != value(candidate, key);
  });
}

std::vector<std::string> differences(const BenchmarkRun& baseline, const BenchmarkRun& candidate) {
  std::set<std::string> keys;
  for (const auto* run : {&baseline, &candidate}) {
    for (const auto& [key, value] : run->fingerprint) {
      keys.insert(key);
    }
  }
  std::vector<std::string> lines;
  const auto text = [](const BenchmarkRun& run, const std::string& key) {
    const auto found = run.fingerprint.find(key);
    return found == run.fingerprint.end() ? "unknown" : found->second;
  };
  for (const std::string& key : keys) {
    if (text(baseline, key) != text(candidate, key)) {
      lines.push_back(key + ": " + text(baseline, key) + ", now " + text(candidate, key));
    }
  }
  return lines;
}

/// What makes the figures of a build worthless; empty for none.
std::string unfit_build(const BenchmarkRun& run) {
  const auto found = run.fingerprint.find("build");
  if (found == run.fingerprint.end()) {
    return {};
  }
  const std::string& build = found->second;
  const bool has_sanitizers =
      build.find("sanitizers: ") != std::string::npos && !build.ends_with("sanitizers: ");
  return has_sanitizers || build.find("Debug,") != std::string::npos ? build : "";
}

std::size_t fewest_repetitions(const BenchmarkRun& run) {
  std::size_t fewest = std::numeric_limits<std::size_t>::max();
  for (const auto& [name, times] : run.benchmarks) {
    if (times.error.empty()) {
      fewest = std::min(fewest, times.nanoseconds.size());
    }
  }
  return fewest;
}

/// As many repetitions of each as a slowdown needs to be found among so many benchmarks: at that
/// level the first step of Holm's procedure takes place.
std::size_t needed_repetitions(double level) {
  std::size_t repetitions = 2;
  while (RankSumDistribution(repetitions, repetitions).least() > level) {
    ++repetitions;
  }
  return repetitions;
}

std::string too_few(const BenchmarkRun& baseline, const BenchmarkRun& candidate,
                    std::size_t compared) {
  const std::size_t before = fewest_repetitions(baseline);
  const std::size_t now = fewest_repetitions(candidate);
  const double level = kLevel / static_cast<double>(compared);
  if (RankSumDistribution(before, now).least() <= level) {
    return {};
  }
  return std::to_string(before) + " and " + std::to_string(now) +
         " repetitions cannot show a slowdown among " + std::to_string(compared) +
         " benchmarks: " + std::to_string(needed_repetitions(level)) + " of each can";
}

/// Why nothing can be said of these two runs; empty when there is no such reason.
std::string obstacle(const BenchmarkRun& baseline, const BenchmarkRun& candidate,
                     std::size_t compared) {
  for (const auto* run : {&baseline, &candidate}) {
    if (const std::string build = unfit_build(*run); !build.empty()) {
      return std::string(run == &baseline ? "the baseline" : "the candidate") + " is " + build +
             ": its times mean nothing";
    }
  }
  return compared == 0 ? "the two runs have no benchmark in common"
                       : too_few(baseline, candidate, compared);
}

std::string describe_other_work(const BenchmarkRun& run, bool is_candidate) {
  char text[160];
  std::snprintf(text, sizeof text,
                "others kept %.2f processors busy beside the %s: nothing %s on its account",
                other_work(run), is_candidate ? "candidate" : "baseline",
                is_candidate ? "fails" : "passes");
  return text;
}

std::string how_compared(bool another_machine, Gated gated) {
  return std::string(another_machine ? "another machine" : "the same machine") +
         (gated == Gated::OverFloor ? ": times are shown, ratios to the floor are judged"
                                    : ": times are judged, ratios to the floor are shown");
}

CheckResult comparability(const BenchmarkRun& baseline, const BenchmarkRun& candidate, Gated gated,
                          std::size_t compared) {
  const std::string problem = obstacle(baseline, candidate, compared);
  CheckResult check;
  check.name = "bench.comparable";
  check.evidence = differences(baseline, candidate);
  for (const auto* run : {&baseline, &candidate}) {
    if (is_disturbed(*run)) {
      check.evidence.push_back(describe_other_work(*run, run == &candidate));
    }
  }
  check.verdict = problem.empty() ? Verdict::Pass : Verdict::Invalid;
  check.summary =
      problem.empty() ? how_compared(is_another_machine(baseline, candidate), gated) : problem;
  check.figures = {{"benchmarks", static_cast<double>(compared)},
                   {"baseline_other_processors", other_work(baseline)},
                   {"candidate_other_processors", other_work(candidate)}};
  return check;
}

/// Why a benchmark of the baseline cannot be compared; nothing when it can.
std::optional<CheckResult> obstacle_of(const std::string& name, const BenchmarkTimes& before,
                                       const BenchmarkTimes* now, Gated gated) {
  if (now == nullptr) {
    return unusable(name, Verdict::Inconclusive,
                    "only the baseline has it: was it renamed, or left out?");
  }
  if (!now->error.empty()) {
    return unusable(name, Verdict::Invalid, now->error);
  }
  if (!before.error.empty()) {
    return unusable(name, Verdict::Invalid, "in the baseline: " + before.error);
  }
  if (gated == Gated::OverFloor && (before.over_floor.empty() || now->over_floor.empty())) {
    return unusable(name, Verdict::Inconclusive, "there is no floor beside it to compare with");
  }
  return {};
}

/// What can be compared; the others go to the run as they are.
std::vector<Pair> pairs_of(const BenchmarkRun& baseline, const BenchmarkRun& candidate,
                           const Margins& margins, Gated gated, RunResult& run) {
  std::vector<Pair> pairs;
  for (const auto& [name, before] : baseline.benchmarks) {
    const auto found = candidate.benchmarks.find(name);
    const auto* now = found == candidate.benchmarks.end() ? nullptr : &found->second;
    if (auto check = obstacle_of(name, before, now, gated)) {
      run.checks.push_back(*std::move(check));
    } else {
      pairs.push_back(pair_of(name, before, *now, 1 + margins.of(name)));
    }
  }
  for (const auto& [name, times] : candidate.benchmarks) {
    if (!baseline.benchmarks.contains(name)) {
      run.not_run.push_back({"bench." + name, "the baseline does not have it"});
    }
  }
  return pairs;
}

void adjust(std::vector<Pair>& pairs, Gated gated) {
  std::vector<double> probabilities;
  for (const Pair& pair : pairs) {
    probabilities.push_back(pair.gating(gated).probability);
  }
  const std::vector<double> adjusted = holm_adjusted(probabilities);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    pairs[i].adjusted = adjusted[i];
  }
}

}  // namespace

double Margins::of(const std::string& benchmark) const {
  double margin = usual;
  for (const auto& [pattern, share] : special) {
    if (fnmatch(pattern.c_str(), benchmark.c_str(), 0) == 0) {
      margin = share;
    }
  }
  return margin;
}

RunResult compare(const BenchmarkRun& baseline, const BenchmarkRun& candidate,
                  const ComparisonSettings& settings) {
  RunResult run;
  Gated gated = settings.gated;
  if (gated == Gated::Automatic) {
    gated = is_another_machine(baseline, candidate) ? Gated::OverFloor : Gated::Time;
  }
  std::vector<Pair> pairs = pairs_of(baseline, candidate, settings.margins, gated, run);
  adjust(pairs, gated);
  const Disturbed disturbed{is_disturbed(baseline), is_disturbed(candidate)};
  for (const Pair& pair : pairs) {
    run.checks.push_back(check_of(pair, gated, disturbed));
  }
  run.checks.insert(run.checks.begin(), comparability(baseline, candidate, gated, pairs.size()));
  return run;
}

}  // namespace orbbench::micro
