#include "duet/error_rates.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>

#include "duet/slower_candidate.hpp"
#include "orbbench/metrics/block_bootstrap.hpp"
#include "orbbench/metrics/seeded_random.hpp"

namespace orbbench::duet {
namespace {

using metrics::NonInferiority;
using metrics::RatioEstimate;
using metrics::Round;
using metrics::StretchedDurations;

// The servant's time once more: near to what is injected, since what a servant takes depends a
// little on how long the core was busy before.
constexpr double kCalibrationShare = 1;
constexpr std::chrono::seconds kLongestCalibration{30};
constexpr std::size_t kResamples = 400;

/// Recordings of one kind end to end, their durations in order once for all resampled duets.
struct Pool {
  explicit Pool(const Recording& all)
      : rounds(all.rounds),
        resident_octets(all.resident_octets),
        baseline_calls(all.of(Side::Baseline).calls),
        candidate_calls(all.of(Side::Candidate).calls),
        baseline_cycles(all.of(Side::Baseline).cycles),
        candidate_cycles(all.of(Side::Candidate).cycles) {}

  std::vector<Round> rounds;
  std::vector<std::pair<double, double>> resident_octets;  ///< by round, or empty
  StretchedDurations baseline_calls;
  StretchedDurations candidate_calls;
  StretchedDurations baseline_cycles;
  StretchedDurations candidate_cycles;
};

void append(Stretches& all, const Stretches& further) {
  all.insert(all.end(), further.begin(), further.end());
}

Recording joined(const std::vector<Recording>& recorded) {
  Recording all;
  for (const Recording& one : recorded) {
    const std::size_t first = all.of(Side::Baseline).calls.size();
    for (const Round& round : one.rounds) {
      all.rounds.push_back({first + round.first, round.count});
    }
    for (const Side side : kSides) {
      append(all.of(side).calls, one.of(side).calls);
      append(all.of(side).cycles, one.of(side).cycles);
    }
    all.resident_octets.insert(all.resident_octets.end(), one.resident_octets.begin(),
                               one.resident_octets.end());
  }
  if (all.resident_octets.size() != all.rounds.size()) {
    all.resident_octets.clear();  // a core that does not say
  }
  return all;
}

Recording exchanged(Recording recording) {
  std::swap(recording.sides[0], recording.sides[1]);
  for (auto& [baseline, candidate] : recording.resident_octets) {
    std::swap(baseline, candidate);
  }
  return recording;
}

/// What a resampled duet is made of.
struct Drawn {
  std::vector<Round> rounds;
  Recording memory;  ///< with nothing else in it
};

/// Rounds with replacement, of each its beginning.
Drawn draw_rounds(const Pool& pool, std::size_t count, double part, metrics::SeededRandom& random) {
  Drawn drawn;
  drawn.memory.started_anew = true;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t chosen = random.below(pool.rounds.size());
    const Round& round = pool.rounds[chosen];
    const auto kept = std::llround(part * static_cast<double>(round.count));
    drawn.rounds.push_back({round.first, static_cast<std::size_t>(std::max(kept, 1LL))});
    if (!pool.resident_octets.empty()) {
      drawn.memory.resident_octets.push_back(pool.resident_octets[chosen]);
    }
  }
  return drawn;
}

void note(bool hit, RateCount& count) {
  ++count.duets;
  count.hits += hit ? 1 : 0;
}

/// p50, p95, p99 and deallocation.
std::vector<RatioEstimate> estimate_times(const Pool& pool, const std::vector<Round>& rounds,
                                          std::uint64_t seed) {
  const metrics::BlockBootstrap bootstrap{.resamples = kResamples, .seed = seed};
  const std::vector<double> shares{0.5, 0.95, 0.99};
  const std::vector<double> median{0.5};
  std::vector<RatioEstimate> estimates = metrics::bootstrap_ratios(
      pool.baseline_calls, pool.candidate_calls, rounds, shares, bootstrap);
  estimates.push_back(metrics::bootstrap_ratios(pool.baseline_cycles, pool.candidate_cycles, rounds,
                                                median, bootstrap)
                          .front());
  return estimates;
}

void judge_resampled(const Pool& pool, const Drawn& drawn, std::uint64_t seed,
                     ResampledRates& rates) {
  const std::vector<RatioEstimate> estimates = estimate_times(pool, drawn.rounds, seed);
  const Margins margins;
  const std::vector<double> allowed{margins.p50, margins.p95, margins.p99, margins.deallocation};
  std::vector<NonInferiority> decisions;
  for (std::size_t i = 0; i < estimates.size(); ++i) {
    decisions.push_back(
        metrics::judge_non_inferiority(estimates[i].interval(kVerdictConfidence), 1 + allowed[i]));
  }
  bool changed = std::any_of(estimates.begin(), estimates.end(), is_change);
  if (const auto memory = judge_memory(drawn.memory)) {
    decisions.push_back(memory->decision);
    changed = changed || memory->changed;
  }
  const auto decided = [&](NonInferiority wanted) {
    return std::count(decisions.begin(), decisions.end(), wanted);
  };
  note(is_change(estimates.front()), rates.p50_changed);
  note(changed, rates.any_changed);
  note(decided(NonInferiority::Shown) == std::ssize(decisions), rates.passed);
  note(decided(NonInferiority::Refuted) > 0, rates.failed);
}

ResampledRates resample_length(const Pool& pool, std::size_t rounds, double part, std::size_t runs,
                               metrics::SeededRandom& random) {
  ResampledRates rates;
  constexpr std::uint64_t kSeeds = std::uint64_t{1} << 32;
  for (std::size_t run = 0; run < runs; ++run) {
    const Drawn drawn = draw_rounds(pool, rounds, part, random);
    judge_resampled(pool, drawn, random.below(kSeeds), rates);
  }
  return rates;
}

double p50_shift(const Judgement& judgement) {
  return judgement.latency.empty() ? 0 : judgement.latency.front().estimate.ratio - 1;
}

bool any_changed(const Judgement& judgement) {
  return (judgement.deallocation && judgement.deallocation->changed) ||
         (judgement.memory && judgement.memory->changed) ||
         std::any_of(judgement.latency.begin(), judgement.latency.end(),
                     [](const RatioFigure& figure) { return figure.changed; });
}

/// Makes real duets, one after the other, and keeps count of what went wrong.
class RealDuets {
 public:
  RealDuets(orb_client::OrbRuntime& runtime, const PairSource& source, const ErrorRatesPlan& plan,
            const Progress& progress, const std::stop_token& stop, ErrorRates& rates)
      : runtime_(runtime),
        source_(source),
        plan_(plan),
        progress_(progress),
        stop_(stop),
        rates_(rates) {}

  bool go_on() const { return rates_.untrustworthy.empty() && !stop_.stop_requested(); }

  /// Which part of p50 is the servant's time.
  void calibrate() {
    DuetPlan plan = plan_.duet;
    plan.length = std::min<std::chrono::milliseconds>(plan.length, kLongestCalibration);
    const Recording recording = record(plan, kCalibrationShare, "calibration");
    const double shift = p50_shift(judge(recording, {}, plan_.seed));
    rates_.servant_share_of_call = shift / kCalibrationShare;
    if (go_on() && shift <= 0) {
      rates_.untrustworthy = "holding replies back did not slow the candidate: nothing to detect";
    }
  }

  void measure(SlowdownRates& slowdown) {
    std::vector<Recording> recorded;
    for (std::size_t i = 1; i <= plan_.real_duets && go_on(); ++i) {
      char name[64];
      std::snprintf(name, sizeof name, "%.0f %% slower, real duet %zu of %zu",
                    100 * slowdown.wanted, i, plan_.real_duets);
      DuetPlan plan = plan_.duet;
      plan.seed = plan_.seed + recorded.size();
      Recording recording = record(plan, slowdown.servant_share, name);
      if (!go_on()) {
        break;  // one that was cut short is not of this length
      }
      const Judgement judgement = judge(recording, {}, plan.seed);
      note(!judgement.latency.empty() && judgement.latency.front().changed,
           slowdown.real_p50_changed);
      note(any_changed(judgement), slowdown.real_any_changed);
      recorded.push_back(std::move(recording));
    }
    if (!recorded.empty()) {
      resample(recorded, slowdown);
    }
  }

 private:
  Recording record(const DuetPlan& plan, double share, const std::string& name) {
    Recording recording = record_duet(
        runtime_, slow_candidate(source_, runtime_, share), plan,
        [&](const std::string& text) { progress_(name + ": " + text); }, stop_);
    if (go_on()) {
      rates_.untrustworthy = judge(recording, {}, plan.seed).untrustworthy;
    }
    return recording;
  }

  void resample(const std::vector<Recording>& recorded, SlowdownRates& slowdown) {
    progress_("resampling");
    slowdown.measured_p50 = judge(joined(recorded), {}, plan_.seed).latency.front().estimate;
    const SidesAre sides = slowdown.wanted > 0 ? SidesAre::Different : SidesAre::Alike;
    slowdown.resampled = resample_duets(recorded, sides, plan_.runs, plan_.seed);
  }

  orb_client::OrbRuntime& runtime_;
  const PairSource& source_;
  const ErrorRatesPlan& plan_;
  const Progress& progress_;
  const std::stop_token& stop_;
  ErrorRates& rates_;
};

}  // namespace

double RateCount::share() const {
  return duets == 0 ? 0 : static_cast<double>(hits) / static_cast<double>(duets);
}

metrics::Interval RateCount::interval() const {
  return metrics::proportion_interval(hits, duets, 0.95);
}

std::optional<double> smallest_seen(const ErrorRates& rates, double share) {
  std::map<double, bool> seen;
  for (const SlowdownRates& slowdown : rates.slowdowns) {
    if (slowdown.wanted > 0) {
      seen[slowdown.wanted] =
          !slowdown.resampled.empty() && slowdown.resampled.back().p50_changed.share() >= share;
    }
  }
  std::optional<double> smallest;
  for (auto at = seen.rbegin(); at != seen.rend() && at->second; ++at) {
    smallest = at->first;
  }
  return smallest;
}

std::vector<ResampledRates> resample_duets(const std::vector<Recording>& recorded, SidesAre sides,
                                           std::size_t runs, std::uint64_t seed) {
  Recording all_recorded = joined(recorded);
  if (sides == SidesAre::Alike) {
    all_recorded = joined({all_recorded, exchanged(all_recorded)});
  }
  const Pool pool(all_recorded);
  const auto length =
      std::chrono::duration_cast<std::chrono::milliseconds>(recorded.front().elapsed);
  metrics::SeededRandom random(seed);
  std::vector<ResampledRates> all;
  for (const int divisor : {4, 2, 1}) {
    all.push_back(
        resample_length(pool, recorded.front().rounds.size(), 1.0 / divisor, runs, random));
    all.back().length = length / divisor;
  }
  return all;
}

ErrorRates measure_error_rates(orb_client::OrbRuntime& runtime, const PairSource& source,
                               const ErrorRatesPlan& plan, const Progress& progress,
                               const std::stop_token& stop) {
  ErrorRates rates;
  RealDuets duets(runtime, source, plan, progress, stop, rates);
  duets.calibrate();
  for (const double wanted : plan.slowdowns) {
    if (!duets.go_on()) {
      break;
    }
    SlowdownRates slowdown;
    slowdown.wanted = wanted;
    slowdown.servant_share = wanted / rates.servant_share_of_call;
    duets.measure(slowdown);
    rates.slowdowns.push_back(std::move(slowdown));
  }
  if (stop.stop_requested() && rates.untrustworthy.empty()) {
    rates.untrustworthy = "interrupted before all duets were made";
  }
  return rates;
}

}  // namespace orbbench::duet
