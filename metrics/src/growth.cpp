#include "orbbench/metrics/growth.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <vector>

#include "orbbench/metrics/seeded_random.hpp"
#include "order_statistics.hpp"

namespace orbbench::metrics {
namespace {

using Samples = std::vector<GrowthSample>;

// 7140 pairs: 400 resamples of them take some 50 ms.
constexpr std::size_t kMostSamples = 120;
// A block covers so much of a life: an arena that grew keeps its size for many samples.
constexpr std::size_t kBlocksOfALife = 6;

std::vector<std::span<const GrowthSample>> lives_of(std::span<const GrowthSample> samples) {
  std::vector<std::span<const GrowthSample>> lives;
  std::size_t first = 0;
  for (std::size_t i = 1; i <= samples.size(); ++i) {
    if (i == samples.size() || samples[i].life != samples[first].life) {
      lives.push_back(samples.subspan(first, i - first));
      first = i;
    }
  }
  return lives;
}

GrowthSample median_sample(std::span<const GrowthSample> group) {
  std::vector<double> calls;
  std::vector<double> values;
  for (const GrowthSample& sample : group) {
    calls.push_back(sample.thousand_calls);
    values.push_back(sample.value);
  }
  return {median_of(calls), median_of(values), group.front().life};
}

Samples thinned(std::span<const GrowthSample> samples) {
  const std::size_t group = (samples.size() + kMostSamples - 1) / kMostSamples;
  Samples kept;
  for (const auto& life : lives_of(samples)) {
    for (std::size_t i = 0; i < life.size(); i += group) {
      kept.push_back(median_sample(life.subspan(i, std::min(group, life.size() - i))));
    }
  }
  return kept;
}

double slope_of(std::span<const GrowthSample> samples) {
  std::vector<double> slopes;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    for (std::size_t k = i + 1; k < samples.size() && samples[k].life == samples[i].life; ++k) {
      const double calls = samples[k].thousand_calls - samples[i].thousand_calls;
      if (calls > 0) {
        slopes.push_back((samples[k].value - samples[i].value) / calls);
      }
    }
  }
  return slopes.empty() ? 0 : median_of(slopes);
}

/// A life's line at that slope, and how far the samples are from it.
struct Fit {
  double intercept = 0;
  std::vector<double> residuals;
};

Fit fit_of(std::span<const GrowthSample> life, double slope) {
  Fit fit;
  for (const GrowthSample& sample : life) {
    fit.residuals.push_back(sample.value - slope * sample.thousand_calls);
  }
  fit.intercept = median_of(fit.residuals);
  for (double& residual : fit.residuals) {
    residual -= fit.intercept;
  }
  return fit;
}

/// Draws a life's residuals in blocks that overlap, until there are as many as before.
void add_resampled(std::span<const GrowthSample> life, const Fit& fit, double slope,
                   SeededRandom& random, Samples& resampled) {
  const std::size_t block = std::max<std::size_t>(1, life.size() / kBlocksOfALife);
  std::size_t place = 0;
  std::size_t left = 0;
  for (const GrowthSample& sample : life) {
    if (left == 0) {
      place = random.below(life.size() - block + 1);
      left = block;
    }
    const double line = fit.intercept + slope * sample.thousand_calls;
    resampled.push_back({sample.thousand_calls, line + fit.residuals[place], sample.life});
    ++place;
    --left;
  }
}

std::vector<double> resampled_slopes(const Samples& samples, double slope,
                                     const GrowthBootstrap& bootstrap) {
  const auto lives = lives_of(samples);
  std::vector<Fit> fits;
  for (const auto& life : lives) {
    fits.push_back(fit_of(life, slope));
  }
  SeededRandom random(bootstrap.seed);
  std::vector<double> slopes;
  for (std::size_t i = 0; i < bootstrap.resamples; ++i) {
    Samples resampled;
    for (std::size_t life = 0; life < lives.size(); ++life) {
      add_resampled(lives[life], fits[life], slope, random, resampled);
    }
    slopes.push_back(slope_of(resampled));
  }
  return slopes;
}

double share_of(std::vector<double>& values, double share) {
  const auto last = static_cast<double>(values.size() - 1);
  return order_statistic(values, static_cast<std::size_t>(std::lround(share * last)));
}

// Of so few blocks the resamples vary less than the slope does: as far as Student's distribution is
// wider than the normal one, and by the factor for what is drawn from itself.
double widening(double confidence) {
  constexpr double kBlocks = kBlocksOfALife;
  const double share = (1 + confidence) / 2;
  return boost::math::quantile(boost::math::students_t(kBlocks - 1), share) /
         boost::math::quantile(boost::math::normal(), share) * std::sqrt(kBlocks / (kBlocks - 1));
}

/// The later half, which has fewer samples, need only agree with the whole.
bool goes_on(const GrowthJudgement& judgement) {
  const Growth& later = judgement.later_half;
  return judgement.whole.interval.low > judgement.margin && later.slope > judgement.margin &&
         later.interval.low > 0;
}

GrowthVerdict verdict_of(const GrowthJudgement& judgement, double calls, double noise) {
  const auto within = [&](const Growth& growth) {
    return growth.interval.high <= judgement.margin;
  };
  if (goes_on(judgement) && judgement.whole.slope * calls >= noise) {
    return GrowthVerdict::Growing;
  }
  if (within(judgement.whole)) {
    return GrowthVerdict::Steady;
  }
  return within(judgement.later_half) ? GrowthVerdict::WarmedUp : GrowthVerdict::Unclear;
}

double calls_of(std::span<const GrowthSample> samples) {
  double calls = 0;
  for (const auto& life : lives_of(samples)) {
    calls += life.back().thousand_calls - life.front().thousand_calls;
  }
  return calls;
}

}  // namespace

double theil_sen_slope(std::span<const GrowthSample> samples) {
  return slope_of(thinned(samples));
}

Growth estimate_growth(std::span<const GrowthSample> given, const GrowthBootstrap& bootstrap) {
  const Samples samples = thinned(given);
  Growth growth{.slope = slope_of(samples), .interval = {}};
  std::vector<double> slopes = resampled_slopes(samples, growth.slope, bootstrap);
  const double tail = (1 - bootstrap.confidence) / 2;
  const double wider = widening(bootstrap.confidence);
  growth.interval = {growth.slope - wider * (growth.slope - share_of(slopes, tail)),
                     growth.slope + wider * (share_of(slopes, 1 - tail) - growth.slope)};
  return growth;
}

double GrowthMargin::over(double thousand_calls) const {
  return thousand_calls > 0 ? std::min(per_thousand, in_all / thousand_calls) : per_thousand;
}

GrowthJudgement judge_growth(std::span<const GrowthSample> samples, const GrowthMargin& margin,
                             const GrowthBootstrap& bootstrap) {
  GrowthJudgement judgement;
  const double calls = calls_of(samples);
  judgement.margin = margin.over(calls);
  if (samples.size() < kFewestGrowthSamples || calls <= 0) {
    return judgement;
  }
  judgement.whole = estimate_growth(samples, bootstrap);
  judgement.later_half = estimate_growth(samples.subspan(samples.size() / 2), bootstrap);
  judgement.verdict = verdict_of(judgement, calls, margin.noise);
  return judgement;
}

}  // namespace orbbench::metrics
