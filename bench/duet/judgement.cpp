#include "duet/judgement.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <numeric>

#include "orbbench/metrics/block_bootstrap.hpp"

namespace orbbench::duet {
namespace {

using metrics::NonInferiority;
using metrics::RatioEstimate;
using metrics::StretchedDurations;

// p99 rests on the slowest hundredth: that must be a number of calls, not one.
constexpr std::size_t kFewestCalls = 2000;
constexpr std::size_t kFewestCycles = 100;
constexpr std::size_t kFewestRounds = 4;
constexpr std::size_t kFewestStretches = 10;  // where there are fewer rounds

// What a reading of resident memory cannot tell: the kernel counts in pages, and keeps some of a
// thread's count to itself until it has 64 of them (TASK_RSS_EVENTS_THRESH).
constexpr double kReadingGrainOctets = 64 * 4096;

// What the reference core differs by from one start to the next, as standard deviations of the
// ratio of two starts (README, `selfcheck --error-rates`). A pair that is not started anew has one
// start each, and this in its intervals.
constexpr double kTimeSpread = 0.003;
constexpr double kMemorySpread = 0.01;

struct Quantile {
  const char* name;
  double share;
  double margin;
};

std::size_t count_of(const Stretches& stretches) {
  return std::accumulate(stretches.begin(), stretches.end(), std::size_t{0},
                         [](std::size_t sum, const auto& stretch) { return sum + stretch.size(); });
}

bool is_measured(const SideRecording& side) {
  return count_of(side.calls) >= kFewestCalls && count_of(side.cycles) >= kFewestCycles;
}

bool is_measured(const Recording& recording) {
  const bool divided = recording.rounds.size() >= kFewestRounds ||
                       recording.of(Side::Baseline).calls.size() >= kFewestStretches;
  return divided && is_measured(recording.of(Side::Baseline)) &&
         is_measured(recording.of(Side::Candidate));
}

/// Of the order of the cube root of their number (P. Hall, J. L. Horowitz and B.-Y. Jing, 1995):
/// the more there are, the longer the blocks that can be afforded, and the more of what correlates
/// them is in a block.
double block_of(std::size_t stretches) {
  return 2 * std::cbrt(static_cast<double>(stretches));
}

void decide(RatioFigure& figure, double margin) {
  figure.limit = 1 + margin;
  figure.interval = figure.estimate.interval(kVerdictConfidence);
  figure.changed = is_change(figure.estimate);
  figure.decision = metrics::judge_non_inferiority(figure.interval, figure.limit);
}

std::vector<RatioFigure> judge_times(const Stretches& baseline, const Stretches& candidate,
                                     const Recording& recording,
                                     const std::vector<Quantile>& quantiles, std::uint64_t seed) {
  const StretchedDurations below(baseline);
  const StretchedDurations above(candidate);
  std::vector<double> shares;
  for (const Quantile& quantile : quantiles) {
    shares.push_back(quantile.share);
  }
  const metrics::BlockBootstrap bootstrap{.mean_block = block_of(below.stretches()), .seed = seed};
  const auto estimates =
      metrics::bootstrap_ratios(below, above, recording.rounds, shares, bootstrap);
  const auto weights = metrics::weights_of(recording.rounds, below.stretches());
  std::vector<RatioFigure> figures;
  for (std::size_t i = 0; i < quantiles.size(); ++i) {
    RatioFigure figure{.name = quantiles[i].name,
                       .baseline = below.quantile(shares[i], weights) / 1e3,
                       .candidate = above.quantile(shares[i], weights) / 1e3,
                       .estimate = estimates[i],
                       .interval = {}};
    if (!recording.started_anew) {
      figure.estimate.log_standard_error =
          std::hypot(figure.estimate.log_standard_error, kTimeSpread);
    }
    decide(figure, quantiles[i].margin);
    figures.push_back(figure);
  }
  return figures;
}

/// The error of the mean ratio is at least what one reading cannot tell, and what starts differ by
/// where that was not measured.
RatioEstimate with_reading_error(RatioEstimate estimate, double octets,
                                 const Recording& recording) {
  double unseen = kReadingGrainOctets / octets / std::sqrt(12.0);  // uniform within the grain
  if (recording.started_anew) {
    unseen /= std::sqrt(static_cast<double>(recording.resident_octets.size()));
  } else {
    unseen = std::hypot(unseen, kMemorySpread);
    estimate.degrees_of_freedom = 0;
  }
  estimate.log_standard_error = std::hypot(estimate.log_standard_error, unseen);
  return estimate;
}

/// There is no margin to keep chance from failing the same core, so a failure must be as sure as a
/// change: the customary interval would fail one in forty.
NonInferiority judge_no_more(const RatioFigure& figure) {
  const double surely_above = figure.estimate.interval(kChangeConfidence).low;
  return metrics::judge_no_increase(metrics::Interval{surely_above, figure.interval.high},
                                    kCoarsestMemory);
}

}  // namespace

std::optional<RatioFigure> judge_memory(const Recording& recording) {
  const auto& readings = recording.resident_octets;
  if (readings.size() < 2) {
    return std::nullopt;
  }
  RatioFigure figure{.name = "memory", .estimate = {}, .interval = {}};
  for (const auto& [baseline, candidate] : readings) {
    figure.baseline += baseline / static_cast<double>(readings.size());
    figure.candidate += candidate / static_cast<double>(readings.size());
  }
  figure.estimate =
      with_reading_error(metrics::ratio_of_pairs(readings), figure.baseline, recording);
  decide(figure, 0);
  figure.decision =
      recording.unequal_past.empty() ? judge_no_more(figure) : NonInferiority::Undecided;
  return figure;
}

namespace {

ErrorFigure judge_errors(const SideRecording& side, double limit) {
  ErrorFigure figure{.errors = side.errors, .calls = side.attempts, .rate = {}};
  figure.rate = metrics::proportion_interval(side.errors, side.attempts, kVerdictConfidence);
  if (side.attempts > 0) {
    figure.decision = metrics::judge_non_inferiority(figure.rate, limit);
  }
  return figure;
}

std::string find_fault(const Recording& recording, bool measured) {
  if (!recording.disturbance.empty()) {
    return recording.disturbance;
  }
  if (recording.interrupted) {
    char text[80];
    std::snprintf(text, sizeof text,
                  "interrupted after %.1f s: a duet's length is fixed beforehand",
                  std::chrono::duration<double>(recording.elapsed).count());
    return text;
  }
  return measured ? "" : "hardly any calls: the duet was too short";
}

}  // namespace

bool is_change(const RatioEstimate& estimate) {
  return !estimate.interval(kChangeConfidence).contains(1);
}

Judgement judge(const Recording& recording, const Margins& margins, std::uint64_t seed) {
  const SideRecording& baseline = recording.of(Side::Baseline);
  const SideRecording& candidate = recording.of(Side::Candidate);
  Judgement judgement;
  const bool measured = is_measured(recording);
  if (measured) {
    judgement.latency = judge_times(
        baseline.calls, candidate.calls, recording,
        {{"p50", 0.5, margins.p50}, {"p95", 0.95, margins.p95}, {"p99", 0.99, margins.p99}}, seed);
    judgement.deallocation = judge_times(baseline.cycles, candidate.cycles, recording,
                                         {{"deallocation", 0.5, margins.deallocation}}, seed)
                                 .front();
  }
  judgement.memory = judge_memory(recording);
  judgement.baseline_errors = judge_errors(baseline, margins.error_rate);
  judgement.errors = judge_errors(candidate, margins.error_rate);
  judgement.untrustworthy = find_fault(recording, measured);
  return judgement;
}

}  // namespace orbbench::duet
