#include "orbbench/metrics/estimates.hpp"

#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

namespace orbbench::metrics {
namespace {

double two_sided_quantile(double confidence, std::size_t degrees_of_freedom) {
  const double share = (1 + confidence) / 2;
  if (degrees_of_freedom == 0) {
    return boost::math::quantile(boost::math::normal(), share);
  }
  return boost::math::quantile(boost::math::students_t(static_cast<double>(degrees_of_freedom)),
                               share);
}

std::vector<double> log_ratios(std::span<const std::pair<double, double>> pairs) {
  std::vector<double> logs;
  for (const auto& [baseline, candidate] : pairs) {
    if (!(baseline > 0) || !(candidate > 0)) {
      throw std::invalid_argument("a ratio needs values above zero");
    }
    logs.push_back(std::log(candidate / baseline));
  }
  return logs;
}

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) {
    sum += value;
  }
  return sum / static_cast<double>(values.size());
}

double standard_error(const std::vector<double>& values, double mean) {
  const auto count = static_cast<double>(values.size());
  if (values.size() < 2) {
    return std::numeric_limits<double>::infinity();
  }
  double squares = 0;
  for (const double value : values) {
    squares += (value - mean) * (value - mean);
  }
  return std::sqrt(squares / (count - 1) / count);
}

}  // namespace

Interval RatioEstimate::interval(double confidence) const {
  if (std::isinf(log_standard_error)) {
    return {0, std::numeric_limits<double>::infinity()};
  }
  const double reach = two_sided_quantile(confidence, degrees_of_freedom) * log_standard_error;
  return {ratio * std::exp(-reach), ratio * std::exp(reach)};
}

RatioEstimate ratio_of_pairs(std::span<const std::pair<double, double>> pairs) {
  if (pairs.empty()) {
    throw std::invalid_argument("a ratio needs a pair");
  }
  const std::vector<double> logs = log_ratios(pairs);
  const double mean = mean_of(logs);
  return {std::exp(mean), standard_error(logs, mean), pairs.size() - 1};
}

Interval proportion_interval(std::uint64_t hits, std::uint64_t trials, double confidence) {
  if (hits > trials) {
    throw std::invalid_argument("more hits than trials");
  }
  if (trials == 0) {
    return {0, 1};
  }
  using Binomial = boost::math::binomial_distribution<double>;
  const double tail = (1 - confidence) / 2;
  const auto all = static_cast<double>(trials);
  const auto seen = static_cast<double>(hits);
  return {hits == 0 ? 0 : Binomial::find_lower_bound_on_p(all, seen, tail),
          hits == trials ? 1 : Binomial::find_upper_bound_on_p(all, seen, tail)};
}

}  // namespace orbbench::metrics
