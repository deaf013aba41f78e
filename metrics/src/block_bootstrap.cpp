#include "orbbench/metrics/block_bootstrap.hpp"

#include <cmath>
#include <stdexcept>

namespace orbbench::metrics {
namespace {

double log_ratio(const StretchedDurations& baseline, const StretchedDurations& candidate,
                 double share, std::span<const std::uint32_t> weights) {
  const auto below = baseline.quantile(share, weights);
  const auto above = candidate.quantile(share, weights);
  if (below == 0 || above == 0) {
    throw std::invalid_argument("there is no ratio to a quantile of zero");
  }
  return std::log(static_cast<double>(above) / static_cast<double>(below));
}

std::vector<std::uint32_t> draw_stretches(const Round& round, std::size_t stretches,
                                          double mean_block, SeededRandom& random) {
  std::vector<std::uint32_t> weights(stretches);
  std::size_t place = random.below(round.count);
  for (std::size_t drawn = 0; drawn < round.count; ++drawn) {
    ++weights[round.first + place];
    const bool block_ends = random.fraction() * mean_block < 1;
    place = block_ends ? random.below(round.count) : (place + 1) % round.count;
  }
  return weights;
}

/// Sum and sum of squares about the estimate, so that no resample needs to be kept.
class Spread {
 public:
  void add(double difference) {
    ++count_;
    sum_ += difference;
    squares_ += difference * difference;
  }
  double deviation() const {
    const auto count = static_cast<double>(count_);
    return std::sqrt(std::max(0.0, squares_ - sum_ * sum_ / count) / (count - 1));
  }

 private:
  std::size_t count_ = 0;
  double sum_ = 0;
  double squares_ = 0;
};

double widening(std::size_t rounds) {
  const auto count = static_cast<double>(rounds);
  return rounds > 1 ? std::sqrt(count / (count - 1)) : 1;
}

}  // namespace

std::vector<std::uint32_t> weights_of(std::span<const Round> rounds, std::size_t stretches) {
  std::vector<std::uint32_t> weights(stretches);
  for (const Round& round : rounds) {
    for (std::size_t i = 0; i < round.count; ++i) {
      ++weights[round.first + i];
    }
  }
  return weights;
}

std::vector<std::uint32_t> resample_weights(std::span<const Round> rounds, std::size_t stretches,
                                            double mean_block, SeededRandom& random) {
  if (rounds.size() == 1) {
    return draw_stretches(rounds.front(), stretches, mean_block, random);
  }
  std::vector<Round> drawn;
  for (std::size_t i = 0; i < rounds.size(); ++i) {
    drawn.push_back(rounds[random.below(rounds.size())]);
  }
  return weights_of(drawn, stretches);
}

std::vector<RatioEstimate> bootstrap_ratios(const StretchedDurations& baseline,
                                            const StretchedDurations& candidate,
                                            std::span<const Round> rounds,
                                            std::span<const double> shares,
                                            const BlockBootstrap& bootstrap) {
  if (baseline.stretches() != candidate.stretches()) {
    throw std::invalid_argument("the sides of a comparison have different stretches");
  }
  const auto whole = weights_of(rounds, baseline.stretches());
  std::vector<double> logs;
  for (const double share : shares) {
    logs.push_back(log_ratio(baseline, candidate, share, whole));
  }
  std::vector<Spread> spreads(shares.size());
  SeededRandom random(bootstrap.seed);
  for (std::size_t resample = 0; resample < bootstrap.resamples; ++resample) {
    const auto weights =
        resample_weights(rounds, baseline.stretches(), bootstrap.mean_block, random);
    for (std::size_t i = 0; i < shares.size(); ++i) {
      spreads[i].add(log_ratio(baseline, candidate, shares[i], weights) - logs[i]);
    }
  }
  std::vector<RatioEstimate> estimates;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    estimates.push_back(
        {std::exp(logs[i]), spreads[i].deviation() * widening(rounds.size()), rounds.size() - 1});
  }
  return estimates;
}

}  // namespace orbbench::metrics
