#include "orbbench/metrics/latency_histogram.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <ostream>
#include <random>
#include <vector>

namespace orbbench::metrics {
namespace {

using namespace std::chrono_literals;
using Duration = LatencyHistogram::Duration;

constexpr double kShares[] = {0,   0.001, 0.01, 0.1,   0.25,   0.5, 0.7,
                              0.9, 0.95,  0.99, 0.999, 0.9999, 1};

LatencyHistogram histogram_of(const std::vector<std::int64_t>& values) {
  LatencyHistogram histogram;
  for (const std::int64_t value : values) {
    histogram.record(Duration(value));
  }
  return histogram;
}

/// Values over the whole range, as many in each power of ten as in the next.
std::vector<std::int64_t> spread_values(unsigned seed, std::size_t count) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> exponent(0, std::log10(3.6e12));
  std::vector<std::int64_t> values(count);
  std::generate(values.begin(), values.end(),
                [&] { return static_cast<std::int64_t>(std::pow(10, exponent(random))); });
  return values;
}

/// What a call takes: most of them about 200 us, a few far longer.
std::vector<std::int64_t> latency_values(unsigned seed, std::size_t count) {
  std::mt19937_64 random(seed);
  std::lognormal_distribution<double> usual(12.2, 0.6);
  std::vector<std::int64_t> values(count);
  std::generate(values.begin(), values.end(),
                [&] { return static_cast<std::int64_t>(usual(random)); });
  return values;
}

std::int64_t nearest_rank(const std::vector<std::int64_t>& sorted, double share) {
  const auto rank = static_cast<std::size_t>(
      std::ceil(std::nextafter(share, 0.0) * static_cast<double>(sorted.size())));
  return sorted[std::clamp<std::size_t>(rank, 1, sorted.size()) - 1];
}

class LatencyHistogramPropertyTest : public ::testing::TestWithParam<unsigned> {
 protected:
  std::vector<std::int64_t> values() const {
    const std::size_t count = 1 + GetParam() * GetParam() * 37;
    return GetParam() % 2 == 0 ? spread_values(GetParam(), count)
                               : latency_values(GetParam(), count);
  }
};

TEST_P(LatencyHistogramPropertyTest, QuantilesAreWithinATenthOfAPercentOfTheSortedValues) {
  auto sorted = values();
  const LatencyHistogram histogram = histogram_of(sorted);
  std::sort(sorted.begin(), sorted.end());
  for (const double share : kShares) {
    const auto exact = static_cast<double>(nearest_rank(sorted, share));
    const auto kept = static_cast<double>(histogram.quantile(share).count());
    EXPECT_GE(kept, exact) << "share " << share;
    EXPECT_LE(kept, exact * 1.001) << "share " << share;
  }
}

TEST_P(LatencyHistogramPropertyTest, MinMaxCountAndMeanAreExact) {
  const auto recorded = values();
  const LatencyHistogram histogram = histogram_of(recorded);
  long double sum = 0;
  for (const std::int64_t value : recorded) {
    sum += static_cast<long double>(value);
  }
  EXPECT_EQ(histogram.count(), recorded.size());
  EXPECT_EQ(histogram.min().count(), *std::min_element(recorded.begin(), recorded.end()));
  EXPECT_EQ(histogram.max().count(), *std::max_element(recorded.begin(), recorded.end()));
  EXPECT_DOUBLE_EQ(histogram.mean_ns(),
                   static_cast<double>(sum / static_cast<long double>(recorded.size())));
}

TEST_P(LatencyHistogramPropertyTest, MergingPartsEqualsRecordingAllInOne) {
  const auto recorded = values();
  std::vector<LatencyHistogram> parts(3);
  for (std::size_t index = 0; index < recorded.size(); ++index) {
    parts[index % parts.size()].record(Duration(recorded[index]));
  }
  LatencyHistogram left = parts[0];
  left.merge(parts[1]);
  left.merge(parts[2]);
  LatencyHistogram last_two = parts[1];
  last_two.merge(parts[2]);
  LatencyHistogram right = parts[0];
  right.merge(last_two);
  LatencyHistogram backwards = parts[2];
  backwards.merge(parts[1]);
  backwards.merge(parts[0]);
  EXPECT_EQ(left, histogram_of(recorded));
  EXPECT_EQ(left, right);
  EXPECT_EQ(left, backwards);
}

INSTANTIATE_TEST_SUITE_P(Seeds, LatencyHistogramPropertyTest, ::testing::Range(0U, 16U));

TEST(LatencyHistogramTest, IsZeroThroughoutWhenEmpty) {
  const LatencyHistogram histogram;
  EXPECT_TRUE(histogram.empty());
  EXPECT_EQ(histogram.count(), 0U);
  EXPECT_EQ(histogram.min(), 0ns);
  EXPECT_EQ(histogram.max(), 0ns);
  EXPECT_EQ(histogram.quantile(0.5), 0ns);
  EXPECT_EQ(histogram.mean_ns(), 0);
}

TEST(LatencyHistogramTest, MergingAnEmptyOneChangesNothing) {
  const LatencyHistogram recorded = histogram_of({5, 7'000'000});
  LatencyHistogram merged = recorded;
  merged.merge(LatencyHistogram{});
  EXPECT_EQ(merged, recorded);
  LatencyHistogram empty;
  empty.merge(recorded);
  EXPECT_EQ(empty, recorded);
}

TEST(LatencyHistogramTest, MergingWithItselfDoublesIt) {
  LatencyHistogram histogram = histogram_of({1, 20, 300});
  histogram.merge(histogram);
  EXPECT_EQ(histogram, histogram_of({1, 1, 20, 20, 300, 300}));
}

TEST(LatencyHistogramTest, CountsNegativeDurationsAsZeroAndLongOnesAsAnHour) {
  LatencyHistogram histogram;
  histogram.record(Duration::min());
  histogram.record(-1ns);
  histogram.record(1h + 1ns);
  histogram.record(Duration::max());
  EXPECT_EQ(histogram.min(), 0ns);
  EXPECT_EQ(histogram.quantile(0.5), 0ns);
  EXPECT_EQ(histogram.quantile(0.75), 1h);
  EXPECT_EQ(histogram.max(), 1h);
}

TEST(LatencyHistogramTest, KeepsEachValueBelow2048Exactly) {
  for (std::int64_t value = 0; value < 2048; ++value) {
    // The larger value keeps max() from hiding what was kept.
    ASSERT_EQ(histogram_of({value, 1'000'000}).quantile(0.5).count(), value);
  }
}

struct Equivalence {
  std::int64_t value;
  std::int64_t highest_equivalent;
};

std::ostream& operator<<(std::ostream& out, const Equivalence& parameter) {
  return out << parameter.value;
}

class LatencyHistogramLayoutTest : public ::testing::TestWithParam<Equivalence> {};

// Computed by the definition: buckets of 2048 steps, steps doubling from bucket to bucket.
TEST_P(LatencyHistogramLayoutTest, ReportsTheHighestEquivalentValue) {
  LatencyHistogram histogram = histogram_of({GetParam().value, 3'600'000'000'000});
  EXPECT_EQ(histogram.quantile(0.5).count(), GetParam().highest_equivalent);
}

INSTANTIATE_TEST_SUITE_P(HdrHistogram, LatencyHistogramLayoutTest,
                         ::testing::Values(Equivalence{2047, 2047}, Equivalence{2048, 2049},
                                           Equivalence{2049, 2049}, Equivalence{4095, 4095},
                                           Equivalence{4096, 4099}, Equivalence{10'000, 10'007},
                                           Equivalence{8191, 8191}, Equivalence{8192, 8199},
                                           Equivalence{1'000'000, 1'000'447},
                                           Equivalence{1'000'000'000, 1'000'341'503},
                                           Equivalence{2'199'023'255'551, 2'199'023'255'551},
                                           Equivalence{2'199'023'255'552, 2'201'170'739'199}));

TEST(LatencyHistogramTest, QuantilesAreNearestRanks) {
  std::vector<std::int64_t> values(10);
  for (std::size_t index = 0; index < values.size(); ++index) {
    values[index] = static_cast<std::int64_t>(index + 1);
  }
  const LatencyHistogram histogram = histogram_of(values);
  EXPECT_EQ(histogram.quantile(0), 1ns);
  EXPECT_EQ(histogram.quantile(0.1), 1ns);
  EXPECT_EQ(histogram.quantile(0.11), 2ns);
  EXPECT_EQ(histogram.quantile(0.5), 5ns);
  EXPECT_EQ(histogram.quantile(0.7), 7ns);
  EXPECT_EQ(histogram.quantile(0.9), 9ns);
  EXPECT_EQ(histogram.quantile(0.91), 10ns);
  EXPECT_EQ(histogram.quantile(1), 10ns);
}

TEST(LatencyHistogramTest, ReachesForNoRankAboveForSharesThatBinaryCannotHold) {
  std::vector<std::int64_t> values(100);
  std::iota(values.begin(), values.end(), 1);
  const LatencyHistogram histogram = histogram_of(values);
  for (int rank = 1; rank <= 100; ++rank) {
    EXPECT_EQ(histogram.quantile(rank / 100.0).count(), rank);
  }
}

TEST(LatencyHistogramTest, ReadsSharesOutsideTheUnitIntervalAsItsEnds) {
  const LatencyHistogram histogram = histogram_of({1, 2, 3});
  EXPECT_EQ(histogram.quantile(-1), 1ns);
  EXPECT_EQ(histogram.quantile(2), 3ns);
  EXPECT_EQ(histogram.quantile(std::numeric_limits<double>::quiet_NaN()), 1ns);
}

TEST(LatencyHistogramTest, AddsUpAMillionHoursExactly) {
  LatencyHistogram histogram = histogram_of({3'600'000'000'000});
  for (int doubling = 0; doubling < 20; ++doubling) {
    histogram.merge(histogram);
  }
  EXPECT_EQ(histogram.count(), 1U << 20U);
  EXPECT_EQ(histogram.mean_ns(), 3.6e12);
}

}  // namespace
}  // namespace orbbench::metrics
