#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "orbbench/metrics/estimates.hpp"

namespace orbbench::metrics {

struct ChangePointSearch {
  /// How often each method may see a change where there is none; in (0, 1).
  double level = 0.01;
  /// No stretch between two changes is shorter than this; at least 2.
  std::size_t shortest_stretch = 3;
  /// Changes that are smaller than this share of the value are not told; at least 0.
  double least_change = 0;
  /// Shuffled series that a test compares with; more than 1 / level.
  std::size_t resamples = 999;
  std::uint64_t seed = 1;
};

/// Where one method sees a change, and how often it would see as much in a series without one.
struct ChangeVote {
  std::size_t place = 0;  ///< of the first value after it
  double p_value = 1;
};

struct ChangePoint {
  std::size_t place = 0;  ///< of the first value after it
  /// The first value after it is, with the confidence of 95 %, among those from `earliest` to
  /// `latest`; `place` is the best guess.
  std::size_t earliest = 0;
  std::size_t latest = 0;
  double median_before = 0;  ///< since the change before it
  double median_after = 0;   ///< until the change after it
  double ratio = 1;  ///< after / before, as typical values go (J. L. Hodges and E. L. Lehmann)
  Interval ratio_interval;  ///< with the confidence of 95 %
  ChangeVote energy;        ///< E-divisive
  ChangeVote ranks;         ///< Mann-Whitney

  /// 1 less the larger of the two p-values: at the most resamples / (resamples + 1).
  double confidence() const;
};

/// How many values there must be for a change to show at that level.
std::size_t fewest_values(const ChangePointSearch& search);

/// The changes in a series of values above 0, in their order. Two methods look for them, each on
/// its own: E-divisive (D. S. Matteson and N. A. James, 2014), which sees any change of a
/// distribution by the energy distance, and one by the ranks of Mann and Whitney (after A. N.
/// Pettitt, 1979), which sees shifts and cares for no outlier. A change is one that both see, no
/// farther apart than `shortest_stretch`. Successive values may be correlated: the series that a
/// test compares with are shuffled innovations of a first-order autoregressive process with
/// the coefficient of the values. The same seed gives the same result.
/// None where there are fewer values than needed. Throws std::invalid_argument for a value that is
/// not above 0, and for settings that are none.
std::vector<ChangePoint> find_change_points(std::span<const double> values,
                                            const ChangePointSearch& search = {});

}  // namespace orbbench::metrics
