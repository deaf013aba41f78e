#include "orbbench/metrics/hdr_histogram_codec.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <limits>
#include <string>

#include "recorded_values.hpp"

namespace orbbench::metrics {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAreArray;
using Octets = std::vector<std::uint8_t>;

std::string hex(const Octets& octets) {
  std::string text;
  for (const std::uint8_t octet : octets) {
    std::array<char, 3> digits{};
    std::snprintf(digits.data(), digits.size(), "%02x", unsigned{octet});
    text += digits.data();
  }
  return text;
}

// What HdrHistogram 2.1.11 for Java wrote of the same values.
constexpr const char* kEmpty =
    "1c84931300000001000000000000000300000000000000010000034630b8a0003ff000000000000000";
constexpr const char* kSeven =
    "1c8493130000000f000000000000000300000000000000010000034630b8a0003ff0000000000000"
    "00040502f31f04bf8e0102d3db0202";
constexpr const char* kSevenBase64 =
    "HISTFAAAAC94nJNpmSzMwMDAzwABzFCaEch0M9ixgMH+A1SEhZXpszzL/j5Gpsu3mZgArZcIfQ==";

LatencyHistogram seven_values() {
  return histogram_of({1, 1, 5, 2048, 2049, 1'000'000, 3'600'000'000'000});
}

TEST(HdrHistogramCodecTest, WritesWhatTheJavaImplementationWrites) {
  EXPECT_EQ(hex(encode_hdr(LatencyHistogram{}, HdrForm::Plain)), kEmpty);
  EXPECT_EQ(hex(encode_hdr(seven_values(), HdrForm::Plain)), kSeven);
}

TEST(HdrHistogramCodecTest, ReadsWhatTheJavaImplementationWrote) {
  const LatencyHistogram read = decode_hdr_base64(kSevenBase64);
  EXPECT_THAT(read.counts(), ElementsAreArray(seven_values().counts()));
}

TEST(HdrHistogramCodecTest, CompressedFormStartsAsItsToolsExpect) {
  EXPECT_EQ(encode_hdr_base64(seven_values()).substr(0, 8), "HISTFAAA");
}

class HdrRoundTripTest : public ::testing::TestWithParam<unsigned> {
 protected:
  LatencyHistogram recorded() const {
    const std::size_t count = std::size_t{53} * GetParam() * GetParam();
    return histogram_of(GetParam() % 2 == 0 ? spread_values(GetParam(), count)
                                            : call_values(GetParam(), count));
  }
};

TEST_P(HdrRoundTripTest, BringsBackEachCount) {
  const LatencyHistogram histogram = recorded();
  for (const HdrForm form : {HdrForm::Plain, HdrForm::Compressed}) {
    const LatencyHistogram read = decode_hdr(encode_hdr(histogram, form));
    EXPECT_EQ(read.count(), histogram.count());
    EXPECT_THAT(read.counts(), ElementsAreArray(histogram.counts()));
  }
  EXPECT_EQ(decode_hdr_base64(encode_hdr_base64(histogram)), decode_hdr(encode_hdr(histogram)));
}

TEST_P(HdrRoundTripTest, KeepsWhatIsDerivedToWithinATenthOfAPercent) {
  const LatencyHistogram histogram = recorded();
  const LatencyHistogram read = decode_hdr(encode_hdr(histogram));
  EXPECT_LE(read.min(), histogram.min());
  EXPECT_GE(read.min(), histogram.min() * 0.999);
  EXPECT_GE(read.max(), histogram.max());
  EXPECT_LE(read.max(), histogram.max() * 1.001);
  EXPECT_NEAR(read.mean_ns(), histogram.mean_ns(), histogram.mean_ns() * 0.001);
  for (const double share : {0.5, 0.9, 0.95, 0.99, 0.999, 0.9999}) {
    EXPECT_EQ(std::min(read.quantile(share), histogram.max()), histogram.quantile(share));
  }
}

TEST_P(HdrRoundTripTest, WhatWasReadIsWrittenAndReadUnchanged) {
  const LatencyHistogram read = decode_hdr(encode_hdr(recorded()));
  EXPECT_EQ(decode_hdr(encode_hdr(read)), read);
}

INSTANTIATE_TEST_SUITE_P(Seeds, HdrRoundTripTest, ::testing::Range(0U, 12U));

TEST(HdrHistogramCodecTest, KeepsEachSingleValueInItsPlace) {
  for (std::int64_t value = 1; value <= 3'600'000'000'000; value += value / 3 + 1) {
    const LatencyHistogram recorded = histogram_of({value});
    const LatencyHistogram read = decode_hdr(encode_hdr(recorded, HdrForm::Plain));
    ASSERT_TRUE(std::equal(read.counts().begin(), read.counts().end(), recorded.counts().begin()))
        << value;
    ASSERT_LE(read.min().count(), value);
    ASSERT_GE(read.max().count(), value);
  }
}

TEST(HdrHistogramCodecTest, KeepsLargeCounts) {
  std::vector<std::uint64_t> counts(64);
  for (std::size_t bit = 0; bit < 57; ++bit) {
    counts[bit % 3] = std::uint64_t{1} << bit;
    const LatencyHistogram histogram = LatencyHistogram::from_counts(counts);
    ASSERT_EQ(decode_hdr(encode_hdr(histogram, HdrForm::Plain)), histogram) << bit;
  }
}

TEST(HdrHistogramCodecTest, KeepsTheLargestCountThereIs) {
  const std::vector<std::uint64_t> counts{std::numeric_limits<std::int64_t>::max()};
  const LatencyHistogram histogram = LatencyHistogram::from_counts(counts);
  EXPECT_EQ(decode_hdr(encode_hdr(histogram)), histogram);
}

TEST(HdrHistogramCodecTest, MergesWhatWasReadAsWhatWasRecorded) {
  LatencyHistogram merged = histogram_of(call_values(1, 500));
  merged.merge(decode_hdr(encode_hdr(histogram_of(call_values(2, 500)))));
  LatencyHistogram recorded = histogram_of(call_values(1, 500));
  recorded.merge(histogram_of(call_values(2, 500)));
  EXPECT_THAT(merged.counts(), ElementsAreArray(recorded.counts()));
}

TEST(HdrHistogramCodecTest, RefusesToWriteACountThatNothingElseCouldRead) {
  LatencyHistogram histogram = histogram_of({0});
  for (int doubling = 0; doubling < 63; ++doubling) {
    histogram.merge(histogram);
  }
  EXPECT_THROW(encode_hdr(histogram), HdrError);
}

TEST(FromCountsTest, MinAndMaxAreTheEndsOfTheirBuckets) {
  std::vector<std::uint64_t> counts(LatencyHistogram::kCounts);
  counts[2048] = 3;  // 2048 and 2049
  counts[3072] = 1;  // 4096 to 4099
  const LatencyHistogram histogram = LatencyHistogram::from_counts(counts);
  EXPECT_EQ(histogram.min(), 2048ns);
  EXPECT_EQ(histogram.max(), 4099ns);
  EXPECT_DOUBLE_EQ(histogram.mean_ns(), (3 * 2049.0 + 4098) / 4);
}

TEST(FromCountsTest, NothingIsAboveAnHour) {
  const LatencyHistogram hour =
      LatencyHistogram::from_counts(histogram_of({3'600'000'000'000}).counts());
  EXPECT_EQ(hour.max(), 1h);
  EXPECT_LE(hour.mean_ns(), 3.6e12);
}

TEST(FromCountsTest, IsEmptyWithoutCounts) {
  EXPECT_EQ(LatencyHistogram::from_counts({}), LatencyHistogram{});
  EXPECT_EQ(LatencyHistogram::from_counts(LatencyHistogram{}.counts()), LatencyHistogram{});
}

}  // namespace
}  // namespace orbbench::metrics
