#include "split_search.hpp"

#include <cmath>
#include <numbers>
#include <vector>

namespace orbbench::metrics {
namespace {

double pairs_in(double count) {
  return count * (count - 1) / 2;
}

void keep_better(Split& best, std::size_t place, double score) {
  if (score > best.score) {
    best = {place, score};
  }
}

/// nm / (n + m) times the energy distance of parts whose distances, summed over all pairs within
/// and between them, are these.
double energy_score(double first, double second, double within_first, double within_second,
                    double between) {
  const double distance = 2 * between / (first * second) - within_first / pairs_in(first) -
                          within_second / pairs_in(second);
  return distance * first * second / (first + second);
}

/// How far a sum of signs is beyond chance: the logarithm of how seldom it is, on the scale of half
/// a square of standard deviations. The square alone says too little of parts that are wholly
/// apart, where ranks are few; how seldom that is, is known: one of C(n + m, n) orders.
class RankScores {
 public:
  explicit RankScores(std::size_t most) {
    log_factorials_.reserve(most + 1);
    log_factorials_.push_back(0);
    for (std::size_t i = 1; i <= most; ++i) {
      log_factorials_.push_back(log_factorials_.back() + std::log(static_cast<double>(i)));
    }
  }

  double score(std::size_t first, std::size_t second, double sum_of_signs) const {
    const double pairs = static_cast<double>(first) * static_cast<double>(second);
    const double most = 1.5 * pairs / static_cast<double>(first + second + 1);
    const double orders =
        log_factorials_[first + second] - log_factorials_[first] - log_factorials_[second];
    const double apart = orders - std::log(std::sqrt(4 * std::numbers::pi * most));
    const double share = sum_of_signs / pairs;
    const double square = share * share;
    return square * (most + square * (apart - most));
  }

 private:
  std::vector<double> log_factorials_;
};

}  // namespace

// One value after the other is added at the end. `within[i]` is then the sum of the distances in
// the part that begins at value i and ends there, which takes one addition for each.
Split find_energy_split(std::span<const double> values, std::size_t shortest) {
  Split best;
  std::vector<double> within(values.size());
  std::vector<double> first_parts(values.size() + 1);
  for (std::size_t last = 0; last < values.size(); ++last) {
    double to_last = 0;
    for (std::size_t i = last; i-- > 0;) {
      to_last += std::abs(values[last] - values[i]);
      within[i] += to_last;
    }
    const std::size_t end = last + 1;
    first_parts[end] = within[0];
    for (std::size_t place = shortest; place + shortest <= end; ++place) {
      const double between = within[0] - first_parts[place] - within[place];
      keep_better(best, place,
                  energy_score(static_cast<double>(place), static_cast<double>(end - place),
                               first_parts[place], within[place], between));
    }
  }
  return best;
}

// `above[i]` is how many more pairs rise from the part before value i to the one that begins there
// than fall.
Split find_rank_split(std::span<const double> values, std::size_t shortest) {
  const RankScores scores(values.size());
  Split best;
  std::vector<double> above(values.size());
  for (std::size_t last = 0; last < values.size(); ++last) {
    double to_last = 0;
    for (std::size_t i = 0; i < last; ++i) {
      to_last += values[last] > values[i] ? 1 : values[last] < values[i] ? -1 : 0;
      above[i + 1] += to_last;
    }
    const std::size_t end = last + 1;
    for (std::size_t place = shortest; place + shortest <= end; ++place) {
      keep_better(best, place, scores.score(place, end - place, std::abs(above[place])));
    }
  }
  return best;
}

}  // namespace orbbench::metrics
