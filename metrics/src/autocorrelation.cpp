#include "autocorrelation.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "order_statistics.hpp"
#include "split_search.hpp"

namespace orbbench::metrics {
namespace {

/// Values closer to 1 cannot be told from a walk without a level.
constexpr double kMostCarried = 0.9;
constexpr std::size_t kTooFewValues = 9;       // of three levels
constexpr double kDeviationOfMedian = 1.4826;  // a normal standard deviation, in median sizes

/// The first quartile of all distances between two of the values: proportional to their spread, and
/// blind for the quarter of them that is farthest off (P. J. Rousseeuw and C. Croux, 1993).
double spread_of(const std::vector<double>& values) {
  std::vector<double> distances;
  distances.reserve(values.size() * (values.size() - 1) / 2);
  for (std::size_t i = 0; i < values.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      distances.push_back(std::abs(values[i] - values[j]));
    }
  }
  return distances.empty() ? 0 : order_statistic(distances, distances.size() / 4);
}

std::vector<double> differences(std::span<const double> values, std::size_t lag) {
  std::vector<double> all;
  for (std::size_t i = lag; i < values.size(); ++i) {
    all.push_back(values[i] - values[i - lag]);
  }
  return all;
}

double by_differences(std::span<const double> values) {
  const double next = spread_of(differences(values, 1));
  const double after_next = spread_of(differences(values, 2));
  return next > 0 ? after_next * after_next / (next * next) - 1 : 0;
}

/// The ends of the parts that two splits divide the values into, one after the other, where they
/// show the most: enough for a change that is taken back.
std::vector<std::size_t> ends_of_parts(std::span<const double> values, std::size_t shortest) {
  const Split first = find_energy_split(values, shortest);
  if (!(first.score > 0)) {
    return {values.size()};
  }
  const Split early = find_energy_split(values.first(first.place), shortest);
  const Split late = find_energy_split(values.subspan(first.place), shortest);
  if (!(early.score > 0) && !(late.score > 0)) {
    return {first.place, values.size()};
  }
  return early.score > late.score
             ? std::vector{early.place, first.place, values.size()}
             : std::vector{first.place, first.place + late.place, values.size()};
}

/// What is left of the values without the levels of their parts.
std::vector<double> residuals_of(std::span<const double> values,
                                 const std::vector<std::size_t>& ends) {
  std::vector<double> residuals;
  for (const std::size_t end : ends) {
    const auto part = values.subspan(residuals.size(), end - residuals.size());
    const double level =
        std::accumulate(part.begin(), part.end(), 0.0) / static_cast<double>(part.size());
    for (const double value : part) {
      residuals.push_back(value - level);
    }
  }
  return residuals;
}

/// Draws those that are farthest off in to three standard deviations.
void draw_in(std::vector<double>& residuals) {
  std::vector<double> sizes;
  sizes.reserve(residuals.size());
  for (const double residual : residuals) {
    sizes.push_back(std::abs(residual));
  }
  const double reach = 3 * kDeviationOfMedian * median_of(sizes);
  for (double& residual : residuals) {
    residual = std::clamp(residual, -reach, reach);
  }
}

/// Each level that is estimated from the values makes the coefficient too small by (1 + 3 c) / n
/// (M. G. Kendall, 1954).
double unbiased(double coefficient, double count, double levels) {
  return (count * coefficient + levels) / (count - 3 * levels);
}

double by_residuals(std::span<const double> values, std::size_t shortest_part) {
  const std::vector<std::size_t> ends = ends_of_parts(values, shortest_part);
  std::vector<double> residuals = residuals_of(values, ends);
  draw_in(residuals);
  double squares = 0;
  double products = 0;
  for (std::size_t i = 0; i < residuals.size(); ++i) {
    squares += residuals[i] * residuals[i];
    products += i == 0 ? 0 : residuals[i] * residuals[i - 1];
  }
  const auto count = static_cast<double>(residuals.size());
  return squares > 0 ? unbiased(products / squares * count / (count - 1), count,
                                static_cast<double>(ends.size()))
                     : 0;
}

}  // namespace

double autocorrelation_of(std::span<const double> values, std::size_t shortest_part) {
  if (values.size() <= kTooFewValues) {
    return 0;
  }
  return std::clamp(std::min(by_differences(values), by_residuals(values, shortest_part)), 0.0,
                    kMostCarried);
}

ShuffledSeries::ShuffledSeries(std::span<const double> values, double autocorrelation)
    : carried_(autocorrelation), first_scale_(1 / std::sqrt(1 - carried_ * carried_)) {
  const double level = median_of(values);
  double before = 0;
  for (const double value : values) {
    const double deviation = value - level;
    innovations_.push_back(innovations_.empty() ? deviation / first_scale_
                                                : deviation - carried_ * before);
    before = deviation;
  }
  drawn_.resize(innovations_.size());
}

std::span<const double> ShuffledSeries::draw(SeededRandom& random) {
  for (std::size_t i = innovations_.size(); i > 1; --i) {
    std::swap(innovations_[i - 1], innovations_[random.below(i)]);
  }
  double before = 0;
  for (std::size_t i = 0; i < innovations_.size(); ++i) {
    before = i == 0 ? innovations_[i] * first_scale_ : carried_ * before + innovations_[i];
    drawn_[i] = before;
  }
  return drawn_;
}

}  // namespace orbbench::metrics
