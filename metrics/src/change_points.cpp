#include "orbbench/metrics/change_points.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "autocorrelation.hpp"
#include "order_statistics.hpp"
#include "segmentation.hpp"
#include "shift.hpp"

namespace orbbench::metrics {
namespace {

using Values = std::span<const double>;

constexpr std::size_t kPlacesDrawn = 200;
constexpr double kPlacesOutside = 0.025;  // on each side

void require_sense(const ChangePointSearch& search) {
  if (!(search.level > 0 && search.level < 1) || search.shortest_stretch < 2 ||
      !(search.least_change >= 0) || static_cast<double>(search.resamples) * search.level <= 1) {
    throw std::invalid_argument("these are no settings for a search of changes");
  }
}

std::vector<double> logarithms_of(Values values) {
  std::vector<double> logarithms;
  for (const double value : values) {
    if (!(value > 0) || std::isinf(value)) {
      throw std::invalid_argument("changes are looked for in values above zero");
    }
    logarithms.push_back(std::log(value));
  }
  return logarithms;
}

std::size_t apart(std::size_t left, std::size_t right) {
  return left < right ? right - left : left - right;
}

/// The changes that both have seen, the closest votes first.
std::vector<ChangePoint> agreed(std::vector<ChangeVote> energy, std::vector<ChangeVote> ranks,
                                std::size_t farthest) {
  std::vector<ChangePoint> changes;
  for (std::size_t distance = 0; distance <= farthest; ++distance) {
    for (auto one = energy.begin(); one != energy.end();) {
      const auto other = std::ranges::find_if(
          ranks, [&](const ChangeVote& vote) { return apart(vote.place, one->place) == distance; });
      if (other == ranks.end()) {
        ++one;
        continue;
      }
      ChangePoint change;
      change.energy = *one;
      change.ranks = *other;
      changes.push_back(change);
      ranks.erase(other);
      one = energy.erase(one);
    }
  }
  std::ranges::sort(changes, {}, [](const ChangePoint& change) { return change.energy.place; });
  return changes;
}

/// One change with the values about it, from the change before it to the one after it.
class Surroundings {
 public:
  Surroundings(Values values, std::size_t begin, std::size_t end)
      : values_(values.subspan(begin, end - begin)), begin_(begin) {}

  Values before(std::size_t place) const { return values_.first(place - begin_); }
  Values after(std::size_t place) const { return values_.subspan(place - begin_); }

  /// Between the votes, where the medians of both sides fit best.
  std::size_t best_place(const ChangePoint& change, std::size_t shortest) const {
    const auto votes = std::minmax(change.energy.place, change.ranks.place);
    const std::size_t from = std::max(votes.first, begin_ + shortest);
    const std::size_t to = std::min(votes.second, begin_ + values_.size() - shortest);
    std::size_t best = from;
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t place = from; place <= to; ++place) {
      const double misfit = misfit_of(before(place)) + misfit_of(after(place));
      if (misfit < least) {
        least = misfit;
        best = place;
      }
    }
    return best;
  }

  /// Where the change is found again in series that are made of what it leaves over; by distances,
  /// since to ranks the largest value before a rise is as good a place.
  void find_reach(ChangePoint& change, double autocorrelation,
                  const ChangePointSearch& search) const {
    const double step = median_of(after(change.place)) - median_of(before(change.place));
    const std::size_t first_after = change.place - begin_;
    ShuffledSeries shuffled(without(step, first_after), autocorrelation);
    SeededRandom random(search.seed);
    std::vector<double> places;
    std::vector<double> series;
    for (std::size_t i = 0; i < kPlacesDrawn; ++i) {
      const Values drawn = shuffled.draw(random);
      series.assign(drawn.begin(), drawn.end());
      for (std::size_t late = first_after; late < series.size(); ++late) {
        series[late] += step;
      }
      const Split found = find_energy_split(series, search.shortest_stretch);
      places.push_back(static_cast<double>(found.score > 0 ? begin_ + found.place : change.place));
    }
    const auto outside = static_cast<std::size_t>(kPlacesOutside * kPlacesDrawn);
    const auto low = static_cast<std::size_t>(order_statistic(places, outside));
    const auto high = static_cast<std::size_t>(order_statistic(places, kPlacesDrawn - 1 - outside));
    change.earliest = std::min({low, change.place, change.energy.place});
    change.latest = std::max({high, change.place, change.energy.place});
  }

 private:
  static double misfit_of(Values values) {
    const double level = median_of(values);
    double misfit = 0;
    for (const double value : values) {
      misfit += std::abs(value - level);
    }
    return misfit;
  }

  /// Both levels were taken from the values, which left too little over: as much is given back.
  std::vector<double> without(double step, std::size_t first_after) const {
    const auto count = static_cast<double>(values_.size());
    const double level = median_of(values_.first(first_after));
    std::vector<double> left;
    for (std::size_t i = 0; i < values_.size(); ++i) {
      const double residual = values_[i] - level - (i < first_after ? 0 : step);
      left.push_back(residual * std::sqrt(count / (count - 2)));
    }
    return left;
  }

  Values values_;
  std::size_t begin_;
};

Surroundings surroundings_of(Values values, const std::vector<ChangePoint>& changes,
                             std::size_t which) {
  return {values, which == 0 ? 0 : changes[which - 1].place,
          which + 1 == changes.size() ? values.size() : changes[which + 1].place};
}

void measure_sizes(Values logarithms, double autocorrelation, std::vector<ChangePoint>& changes) {
  for (std::size_t i = 0; i < changes.size(); ++i) {
    ChangePoint& change = changes[i];
    const Surroundings about = surroundings_of(logarithms, changes, i);
    const Shift shift =
        shift_of(about.before(change.place), about.after(change.place), autocorrelation);
    change.ratio = std::exp(shift.size);
    change.ratio_interval = {std::exp(shift.interval.low), std::exp(shift.interval.high)};
  }
}

/// Without the least one time and again, since its stretches are joined then.
void drop_small_ones(Values logarithms, double autocorrelation, double least_change,
                     std::vector<ChangePoint>& changes) {
  const auto size = [](const ChangePoint& change) { return std::abs(std::log(change.ratio)); };
  while (!changes.empty()) {
    measure_sizes(logarithms, autocorrelation, changes);
    const auto least = std::ranges::min_element(changes, {}, size);
    if (size(*least) >= std::log1p(least_change)) {
      return;
    }
    changes.erase(least);
  }
}

void settle_places(Values logarithms, std::size_t shortest, std::vector<ChangePoint>& changes) {
  for (ChangePoint& change : changes) {
    change.place = change.energy.place;
  }
  for (std::size_t i = 0; i < changes.size(); ++i) {
    changes[i].place = surroundings_of(logarithms, changes, i).best_place(changes[i], shortest);
  }
}

}  // namespace

double ChangePoint::confidence() const {
  return 1 - std::max(energy.p_value, ranks.p_value);
}

// Of n values, one order in n! / (n/2)!^2 has the lower half of them first, and one the upper half.
std::size_t fewest_values(const ChangePointSearch& search) {
  require_sense(search);
  std::size_t half = 1;
  for (double orders = 2; 2 / orders > search.level; ++half) {
    const auto next = static_cast<double>(half + 1);
    orders *= 2 * (2 * next - 1) / next;
  }
  return 2 * std::max(half, search.shortest_stretch);
}

std::vector<ChangePoint> find_change_points(Values values, const ChangePointSearch& search) {
  const std::vector<double> logarithms = logarithms_of(values);
  if (values.size() < fewest_values(search)) {
    return {};
  }
  const double autocorrelation = autocorrelation_of(logarithms, search.shortest_stretch);
  ChangePointSearch other_draws = search;
  other_draws.seed = ~search.seed;
  std::vector<ChangePoint> changes =
      agreed(find_changes(logarithms, autocorrelation, find_energy_split, search),
             find_changes(logarithms, autocorrelation, find_rank_split, other_draws),
             search.shortest_stretch);
  settle_places(logarithms, search.shortest_stretch, changes);
  drop_small_ones(logarithms, autocorrelation, search.least_change, changes);
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const Surroundings about = surroundings_of(logarithms, changes, i);
    about.find_reach(changes[i], autocorrelation, search);
    changes[i].median_before = std::exp(median_of(about.before(changes[i].place)));
    changes[i].median_after = std::exp(median_of(about.after(changes[i].place)));
  }
  return changes;
}

}  // namespace orbbench::metrics
