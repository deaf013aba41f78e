#include "segmentation.hpp"

#include <algorithm>

#include "autocorrelation.hpp"

namespace orbbench::metrics {
namespace {

/// Sums in another order differ in their last digits.
constexpr double kAlike = 1 - 1e-9;

class Segmentation {
 public:
  Segmentation(std::span<const double> values, double autocorrelation, FindSplit find_split,
               const ChangePointSearch& search)
      : values_(values),
        autocorrelation_(autocorrelation),
        find_split_(find_split),
        search_(search),
        random_(search.seed) {}

  std::vector<ChangeVote> run() {
    divide(0, values_.size());
    std::ranges::sort(found_, {}, &ChangeVote::place);
    return found_;
  }

 private:
  void divide(std::size_t begin, std::size_t end) {
    const auto part = values_.subspan(begin, end - begin);
    const Split split = find_split_(part, search_.shortest_stretch);
    if (!(split.score > 0)) {
      return;
    }
    const double p_value = p_value_of(part, split.score);
    if (p_value > search_.level) {
      return;
    }
    found_.push_back({begin + split.place, p_value});
    divide(begin, begin + split.place);
    divide(begin + split.place, end);
  }

  /// Stops as soon as it must be over the level.
  double p_value_of(std::span<const double> part, double score) {
    ShuffledSeries shuffled(part, autocorrelation_);
    const double all = static_cast<double>(search_.resamples) + 1;
    double as_high = 1;  // the series itself
    for (std::size_t i = 0; i < search_.resamples && as_high <= search_.level * all; ++i) {
      const Split other = find_split_(shuffled.draw(random_), search_.shortest_stretch);
      as_high += other.score >= kAlike * score ? 1 : 0;
    }
    return as_high / all;
  }

  std::span<const double> values_;
  double autocorrelation_;
  FindSplit find_split_;
  const ChangePointSearch& search_;
  SeededRandom random_;
  std::vector<ChangeVote> found_;
};

}  // namespace

std::vector<ChangeVote> find_changes(std::span<const double> values, double autocorrelation,
                                     FindSplit find_split, const ChangePointSearch& search) {
  return Segmentation(values, autocorrelation, find_split, search).run();
}

}  // namespace orbbench::metrics
