#include "orbbench/metrics/stretched_durations.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "orbbench/metrics/seeded_random.hpp"

namespace orbbench::metrics {
namespace {

using Nanoseconds = StretchedDurations::Nanoseconds;
using Stretches = std::vector<std::vector<Nanoseconds>>;
using Weights = std::vector<std::uint32_t>;

Nanoseconds nearest_rank(const Stretches& stretches, const Weights& weights, double share) {
  std::vector<Nanoseconds> all;
  for (std::size_t stretch = 0; stretch < stretches.size(); ++stretch) {
    for (std::uint32_t time = 0; time < weights[stretch]; ++time) {
      all.insert(all.end(), stretches[stretch].begin(), stretches[stretch].end());
    }
  }
  std::sort(all.begin(), all.end());
  const auto rank = static_cast<std::size_t>(
      std::ceil(std::nextafter(share, 0.0) * static_cast<double>(all.size())));
  return all.at(std::max<std::size_t>(rank, 1) - 1);
}

Stretches random_stretches(std::size_t count, std::size_t most, SeededRandom& random) {
  Stretches stretches(count);
  for (auto& stretch : stretches) {
    stretch.resize(random.below(most));
    std::generate(stretch.begin(), stretch.end(),
                  [&] { return static_cast<Nanoseconds>(1 + random.below(5000)); });
  }
  return stretches;
}

TEST(StretchedDurationsTest, AgreesWithSortingForAnyWeights) {
  SeededRandom random(7);
  for (const std::size_t most : {3U, 40U, 900U}) {  // the last: far more than one step of counts
    const Stretches stretches = random_stretches(20, most, random);
    const StretchedDurations durations(stretches);
    for (int choice = 0; choice < 20; ++choice) {
      Weights weights(stretches.size());
      std::generate(weights.begin(), weights.end(),
                    [&] { return static_cast<std::uint32_t>(random.below(4)); });
      weights[0] = 1;
      if (stretches[0].empty()) {
        continue;
      }
      for (const double share : {0.001, 0.25, 0.5, 0.7, 0.95, 0.99, 1.0}) {
        ASSERT_EQ(durations.quantile(share, weights), nearest_rank(stretches, weights, share))
            << share << " of stretches up to " << most;
      }
    }
  }
}

TEST(StretchedDurationsTest, IsZeroWhenNothingCounts) {
  const StretchedDurations none(Stretches{});
  EXPECT_EQ(none.quantile(0.5, Weights{}), 0U);
  const StretchedDurations one(Stretches{{5}, {7}});
  EXPECT_EQ(one.quantile(0.5, Weights{0, 0}), 0U);
  EXPECT_EQ(one.quantile(0.5, Weights{0, 1}), 7U);
}

}  // namespace
}  // namespace orbbench::metrics
