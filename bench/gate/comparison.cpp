#include "gate/comparison.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace orbbench::gate {
namespace {

using metrics::RatioEstimate;
using metrics::Round;

constexpr std::size_t kResamples = 1000;
constexpr std::size_t kFewestIntervals = 10;
constexpr double kFewestBeyond = 10;  // calls above a quantile, else it is one call's luck

// What two runs of one core differ by on one machine beyond what either shows within itself: the
// standard deviation of a quantile's logarithm from run to run (docs/adr/0020).
double run_spread(double share) {
  constexpr double kOfMedian = 0.01;
  constexpr double kOfTail = 0.04;
  constexpr double kTail = 0.9;
  return share < kTail ? kOfMedian : kOfTail;
}

/// Places in Logs.
enum Statistic : std::uint8_t { Time, ToFloor, Floor };
using Logs = std::array<double, 3>;

Logs logs_of(const Side& side, double share, std::span<const std::uint32_t> weights) {
  const double time = std::log(side.latency.quantile(share, weights));
  const double floor = side.floor ? std::log(side.floor->quantile(share, weights)) : 0;
  return {time, time - floor, floor};
}

/// Each round by itself, since a round is as long as its repeats whatever is drawn.
std::vector<std::uint32_t> resample(const Side& side, double mean_block,
                                    metrics::SeededRandom& random) {
  std::vector<std::uint32_t> weights(side.latency.intervals());
  for (const Round& round : side.rounds) {
    const auto drawn =
        metrics::resample_weights(std::span(&round, 1), weights.size(), mean_block, random);
    std::transform(drawn.begin(), drawn.end(), weights.begin(), weights.begin(), std::plus<>());
  }
  return weights;
}

/// Of the order of the cube root of their number (P. Hall, J. L. Horowitz and B.-Y. Jing, 1995).
double block_of(const Side& side) {
  return 2 * std::cbrt(static_cast<double>(side.rounds.front().count));
}

/// One side's logarithms and their variances, from within and from run to run together.
struct Estimated {
  Logs logs{};
  Logs within{};
  Logs run_variance{};  ///< from run to run, of one round
  double rounds = 1;
  Logs told_by{};     ///< rounds in which that was seen; 0: it is what is known of such runs
  double blocks = 1;  ///< that are independent, about

  double between(Statistic statistic) const { return run_variance[statistic] / rounds; }
};

constexpr double kEnoughRounds = 3;

/// Of one round: what is known of such runs, or what the rounds differ by beyond what is within
/// each of them, where that is more and there are enough of them to tell.
void estimate_run_variance(const Side& side, double share, Estimated& estimated) {
  const double rounds = estimated.rounds;
  Logs& variances = estimated.run_variance;
  for (const Round& round : side.rounds) {
    const auto weights = metrics::weights_of(std::span(&round, 1), side.latency.intervals());
    const Logs logs = logs_of(side, share, weights);
    for (std::size_t statistic = 0; statistic < logs.size(); ++statistic) {
      variances[statistic] += std::pow(logs[statistic] - estimated.logs[statistic], 2);
    }
  }
  for (std::size_t statistic = 0; statistic < variances.size(); ++statistic) {
    const double known = std::pow(run_spread(share), 2);
    const double seen = variances[statistic] / (rounds - 1) - estimated.within[statistic] * rounds;
    const bool told = rounds >= kEnoughRounds && std::isfinite(seen) && seen > known;
    variances[statistic] = told ? seen : known;
    estimated.told_by[statistic] = told ? rounds : 0;
  }
}

/// A run of too few rounds to tell varies by what the other's rounds tell.
void learn(Estimated& one, const Estimated& other) {
  if (one.rounds < kEnoughRounds && other.rounds >= kEnoughRounds) {
    one.run_variance = other.run_variance;
    one.told_by = other.told_by;
  }
}

std::vector<Estimated> estimate(const Side& side, std::span<const double> shares,
                                std::uint64_t seed) {
  const auto whole = metrics::weights_of(side.rounds, side.latency.intervals());
  const double mean_block = block_of(side);
  std::vector<Estimated> estimates(shares.size());
  for (std::size_t i = 0; i < shares.size(); ++i) {
    estimates[i].logs = logs_of(side, shares[i], whole);
    estimates[i].blocks = static_cast<double>(side.latency.intervals()) / mean_block;
    estimates[i].rounds = static_cast<double>(side.rounds.size());
  }
  metrics::SeededRandom random(seed);
  for (std::size_t resampled = 0; resampled < kResamples; ++resampled) {
    const auto weights = resample(side, mean_block, random);
    for (std::size_t i = 0; i < shares.size(); ++i) {
      const Logs logs = logs_of(side, shares[i], weights);
      for (std::size_t statistic = 0; statistic < logs.size(); ++statistic) {
        const double difference = logs[statistic] - estimates[i].logs[statistic];
        estimates[i].within[statistic] += difference * difference / kResamples;
      }
    }
  }
  for (std::size_t i = 0; i < shares.size(); ++i) {
    estimate_run_variance(side, shares[i], estimates[i]);
  }
  return estimates;
}

/// With the degrees of freedom of B. L. Welch (1947) and F. E. Satterthwaite: the variances within
/// rest on few blocks, those between on few rounds, unless they are what is known.
RatioEstimate ratio_of(const Estimated& baseline, const Estimated& candidate, Statistic statistic) {
  const double below = baseline.within[statistic];
  const double above = candidate.within[statistic];
  const double variance =
      below + above + baseline.between(statistic) + candidate.between(statistic);
  if (!std::isfinite(variance)) {
    return {1, std::numeric_limits<double>::infinity(), 1};
  }
  const auto rests_on = [](double within, double blocks) {
    return within * within / std::max(1.0, blocks - 1);
  };
  double spread = rests_on(below, baseline.blocks) + rests_on(above, candidate.blocks);
  for (const Estimated* side : {&baseline, &candidate}) {
    const double told_by = side->told_by[statistic];
    spread += told_by > 0 ? rests_on(side->between(statistic), told_by) : 0;
  }
  const double freedom = spread > 0 ? variance * variance / spread : 0;
  constexpr double kNormal = 1000;  // from here on Student's distribution is as good as normal
  return {std::exp(candidate.logs[statistic] - baseline.logs[statistic]), std::sqrt(variance),
          freedom < kNormal ? static_cast<std::size_t>(freedom) : 0};
}

bool has_enough(const Side& side, double share) {
  return side.latency.intervals() >= kFewestIntervals &&
         static_cast<double>(side.latency.count()) * (1 - share) >= kFewestBeyond;
}

}  // namespace

std::vector<QuantileRatio> compare_sides(const Side& baseline, const Side& candidate,
                                         std::span<const double> shares, std::uint64_t seed) {
  auto below = estimate(baseline, shares, seed);
  auto above = estimate(candidate, shares, seed + 1);
  const bool both_have_floors = baseline.floor && candidate.floor;
  std::vector<QuantileRatio> ratios;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    learn(below[i], above[i]);
    learn(above[i], below[i]);
    QuantileRatio ratio{.time = ratio_of(below[i], above[i], Time), .to_floor = {}, .floor = {}};
    if (both_have_floors) {
      ratio.to_floor = ratio_of(below[i], above[i], ToFloor);
      ratio.floor = ratio_of(below[i], above[i], Floor);
    }
    ratio.rests_on_enough = has_enough(baseline, shares[i]) && has_enough(candidate, shares[i]);
    ratios.push_back(ratio);
  }
  return ratios;
}

}  // namespace orbbench::gate
